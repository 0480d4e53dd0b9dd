package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Outcome.Answered;
import cx.touchpoint.connector.store.Inbox.Incoming;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The messages that came in here and whose turn is not over yet, as far as this replica knows. */
final class Waiting {

  /** Asking for more at once would make a statement that takes long. */
  private static final int MOST_AT_ONCE = 500;

  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
  private final LongSupplier stopwatch;

  Waiting(LongSupplier stopwatch) {
    this.stopwatch = stopwatch;
  }

  /** Ends when the message's turn is over; the same for the same message. */
  CompletableFuture<Answered> of(Incoming message) {
    return entries
        .computeIfAbsent(Key.of(message), _ -> new Entry(message, new CompletableFuture<>(), now()))
        .answered();
  }

  /** The message's turn is over. */
  void end(String conversation, String id, Answered answered) {
    Entry entry = entries.remove(new Key(conversation, id));
    if (entry != null) {
      entry.answered().complete(answered);
    }
  }

  /** The message was not kept, so nothing will end it. */
  void forget(Incoming message) {
    entries.remove(Key.of(message));
  }

  /** Those of one conversation. */
  List<Incoming> of(String conversation) {
    return entries.values().stream()
        .map(Entry::message)
        .filter(message -> message.conversation().equals(conversation))
        .toList();
  }

  /** Those that have waited so long that something may have been missed. */
  List<Incoming> longerThan(Duration wait) {
    long since = now() - wait.toNanos();
    return entries.values().stream()
        .filter(entry -> entry.since() - since < 0)
        .map(Entry::message)
        .limit(MOST_AT_ONCE)
        .toList();
  }

  private long now() {
    return stopwatch.getAsLong();
  }

  private record Key(String conversation, String id) {
    static Key of(Incoming message) {
      return new Key(message.conversation(), message.id());
    }
  }

  private record Entry(Incoming message, CompletableFuture<Answered> answered, long since) {}
}
