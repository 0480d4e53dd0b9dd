package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Outcome.Answered;
import cx.touchpoint.connector.store.Inbox.MessageName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that came in here and whose turn is not over yet, as far as this replica knows. Only
 * their names: however long a responder is away, what waits for it lies in the store.
 */
final class Waiting {

  /** Beyond so many nobody is told here that a turn is over; whoever attends gets the reply. */
  static final int MOST = 20_000;

  /** Asking for more at once would make a statement that takes long. */
  private static final int MOST_AT_ONCE = 500;

  private final Map<String, Map<String, Entry>> conversations = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final LongSupplier stopwatch;

  Waiting(LongSupplier stopwatch) {
    this.stopwatch = stopwatch;
  }

  /** Ends when the message's turn is over; the same for the same message. */
  CompletableFuture<Answered> of(MessageName message) {
    var entry = new AtomicReference<>(new Entry(new CompletableFuture<>(), now()));
    boolean full = size.get() >= MOST;
    conversations.compute(
        message.conversation(),
        (_, known) -> {
          @Nullable Entry former = known == null ? null : known.get(message.id());
          if (former != null) {
            entry.set(former);
            return known;
          }
          if (full) {
            return known;
          }
          Map<String, Entry> entries = known == null ? new ConcurrentHashMap<>() : known;
          entries.put(message.id(), entry.get());
          size.incrementAndGet();
          return entries;
        });
    return entry.get().answered();
  }

  /** The message's turn is over. */
  void end(String conversation, String id, Answered answered) {
    @Nullable Entry entry = known(conversation).get(id);
    forget(new MessageName(conversation, id));
    if (entry != null) {
      entry.answered().complete(answered);
    }
  }

  /** The message was not kept, so nothing will end it. */
  void forget(MessageName message) {
    conversations.computeIfPresent(
        message.conversation(),
        (_, entries) -> {
          if (entries.remove(message.id()) != null) {
            size.decrementAndGet();
          }
          return entries.isEmpty() ? null : entries;
        });
  }

  /** Those of one conversation. */
  List<MessageName> of(String conversation) {
    return known(conversation).keySet().stream()
        .map(id -> new MessageName(conversation, id))
        .toList();
  }

  /** Those that have waited so long that something may have been missed. */
  List<MessageName> longerThan(Duration wait) {
    long since = now() - wait.toNanos();
    return conversations.entrySet().stream()
        .flatMap(
            conversation ->
                conversation.getValue().entrySet().stream()
                    .filter(entry -> entry.getValue().since() - since < 0)
                    .map(entry -> new MessageName(conversation.getKey(), entry.getKey())))
        .limit(MOST_AT_ONCE)
        .toList();
  }

  private Map<String, Entry> known(String conversation) {
    return conversations.getOrDefault(conversation, Map.of());
  }

  private long now() {
    return stopwatch.getAsLong();
  }

  private record Entry(CompletableFuture<Answered> answered, long since) {}
}
