package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Outcome.Answered;
import cx.touchpoint.connector.store.Inbox.MessageName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The messages that came in here and whose turn is not over yet, as far as this replica knows. Only
 * their names: however long a responder is away, what waits for it lies in the store.
 */
final class Waiting {

  /** Beyond so many nobody is told here that a turn is over; whoever attends gets the reply. */
  static final int MOST = 20_000;

  /** Asking for more at once would make a statement that takes long. */
  private static final int MOST_AT_ONCE = 500;

  private final Map<MessageName, Entry> entries = new ConcurrentHashMap<>();
  private final LongSupplier stopwatch;

  Waiting(LongSupplier stopwatch) {
    this.stopwatch = stopwatch;
  }

  /** Ends when the message's turn is over; the same for the same message. */
  CompletableFuture<Answered> of(MessageName message) {
    Entry known = entries.get(message);
    if (known == null && entries.size() >= MOST) {
      return new CompletableFuture<>();
    }
    return entries
        .computeIfAbsent(message, _ -> new Entry(new CompletableFuture<>(), now()))
        .answered();
  }

  /** The message's turn is over. */
  void end(String conversation, String id, Answered answered) {
    Entry entry = entries.remove(new MessageName(conversation, id));
    if (entry != null) {
      entry.answered().complete(answered);
    }
  }

  /** The message was not kept, so nothing will end it. */
  void forget(MessageName message) {
    entries.remove(message);
  }

  /** Those of one conversation. */
  List<MessageName> of(String conversation) {
    return entries.keySet().stream()
        .filter(message -> message.conversation().equals(conversation))
        .toList();
  }

  /** Those that have waited so long that something may have been missed. */
  List<MessageName> longerThan(Duration wait) {
    long since = now() - wait.toNanos();
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().since() - since < 0)
        .map(Map.Entry::getKey)
        .limit(MOST_AT_ONCE)
        .toList();
  }

  private long now() {
    return stopwatch.getAsLong();
  }

  private record Entry(CompletableFuture<Answered> answered, long since) {}
}
