package cx.touchpoint.connector.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the last minutes and how each fared, so that one that is sent again gets the same
 * answer and the responder is not asked twice. Bounded by age, count and size: what is older asks
 * the responder again, with the same id.
 */
final class RecentMessages {

  static final Duration REMEMBERED = Duration.ofMinutes(10);
  static final int MOST = 10_000;
  static final long LARGEST_CHARS = 16L * 1024 * 1024;

  private final Map<MessageKey, Entry> entries = new LinkedHashMap<>();
  private final Supplier<Instant> now;
  private final Runnable undelivered;
  private long chars;

  /**
   * @param undelivered told once per answer that is forgotten before any customer had it
   */
  RecentMessages(Supplier<Instant> now, Runnable undelivered) {
    this.now = now;
    this.undelivered = undelivered;
  }

  /** How this message fares or fared, and whether it was ever seen. */
  synchronized Seen see(MessageKey key) {
    forgetOld();
    Entry entry = entries.get(key);
    return entry == null
        ? new Seen(false, Optional.empty())
        : new Seen(true, Optional.ofNullable(entry.outcome));
  }

  /**
   * Remembers a message that is being asked about.
   *
   * @param receivedNanos when it came, on the stopwatch
   */
  synchronized void begin(MessageKey key, long receivedNanos, CompletableFuture<Outcome> outcome) {
    forget(entries.remove(key), false);
    Entry entry = new Entry(now.get(), receivedNanos, outcome);
    entries.put(key, entry);
  }

  /** Remembers how it ended; one that was refused may be asked about again. */
  synchronized void end(MessageKey key, Outcome outcome) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return;
    }
    switch (outcome) {
      case Outcome.Refused _ -> entry.outcome = null;
      case Outcome.Answered(Optional<Reply> reply) -> {
        entry.chars =
            reply.map(r -> r.answer().parts().stream().mapToLong(Part::length).sum()).orElse(0L);
        entry.awaitsDelivery = reply.isPresent();
        chars += entry.chars;
      }
      case Outcome.Kept _ -> throw new IllegalStateException("nothing is kept here");
    }
    forgetOld();
  }

  /**
   * Notes that a customer has the answer.
   *
   * @return when the message came, on the stopwatch; empty when the delivery was known before
   */
  synchronized OptionalLong delivered(MessageKey key) {
    Entry entry = entries.get(key);
    if (entry == null || !entry.awaitsDelivery) {
      return OptionalLong.empty();
    }
    entry.awaitsDelivery = false;
    return OptionalLong.of(entry.receivedNanos);
  }

  synchronized void forgetOld() {
    Instant oldest = now.get().minus(REMEMBERED);
    Iterator<Entry> eldest = entries.values().iterator();
    while (eldest.hasNext()) {
      Entry entry = eldest.next();
      boolean inProgress = entry.outcome != null && !entry.outcome.isDone();
      if (inProgress) {
        continue;
      }
      if (entries.size() <= MOST && chars <= LARGEST_CHARS && !entry.at.isBefore(oldest)) {
        return;
      }
      eldest.remove();
      forget(entry, true);
    }
  }

  private void forget(@Nullable Entry entry, boolean forGood) {
    if (entry == null) {
      return;
    }
    chars -= entry.chars;
    if (forGood && entry.awaitsDelivery) {
      undelivered.run();
    }
  }

  /**
   * What is known of a message.
   *
   * @param before whether it came before
   * @param outcome how it fares or fared, empty when it may be asked about
   */
  record Seen(boolean before, Optional<CompletableFuture<Outcome>> outcome) {}

  private static final class Entry {
    final Instant at;
    final long receivedNanos;
    @Nullable CompletableFuture<Outcome> outcome;
    long chars;
    boolean awaitsDelivery;

    Entry(Instant at, long receivedNanos, CompletableFuture<Outcome> outcome) {
      this.at = at;
      this.receivedNanos = receivedNanos;
      this.outcome = outcome;
    }
  }
}
