package cx.touchpoint.connector.conversation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this replica knows of each conversation: that it began, was answered, was spoiled by a
 * broken promise. Bounded; the one longest silent is forgotten first.
 */
final class KnownConversations {

  private static final int MOST = 50_000;

  private final Map<String, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  /** Whether this is the first that is heard of it. */
  synchronized boolean begins(String conversation) {
    boolean begins = !known.containsKey(conversation);
    known.computeIfAbsent(conversation, _ -> new Known());
    return begins;
  }

  synchronized boolean answered(String conversation) {
    Known entry = known.get(conversation);
    return entry != null && entry.answered;
  }

  synchronized void markAnswered(String conversation) {
    known.computeIfAbsent(conversation, _ -> new Known()).answered = true;
  }

  /** Notes which message of it waits for the first answer. */
  synchronized void open(String conversation, String message) {
    known.computeIfAbsent(conversation, _ -> new Known()).opener = message;
  }

  /** Whether it was this message that began to wait for the first answer. */
  synchronized boolean isOpener(String conversation, String message) {
    Known entry = known.get(conversation);
    return entry != null && message.equals(entry.opener);
  }

  /**
   * Notes that a promise was broken in it.
   *
   * @return whether it was the first one
   */
  synchronized boolean spoil(String conversation) {
    Known entry = known.computeIfAbsent(conversation, _ -> new Known());
    boolean first = !entry.spoiled;
    entry.spoiled = true;
    return first;
  }

  private static final class Known {
    boolean answered;
    boolean spoiled;
    @Nullable String opener;
  }
}
