package cx.touchpoint.connector.promise;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.metrics.PromiseResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides each promise once per wait: kept when the thing waited for comes in time, broken at the
 * deadline. A customer who left earlier than the promise's {@code abandonedAfter} counts neither
 * way; one who left later waited in vain and counts as broken. Leaving is final at the deadline, so
 * that a lost connection which comes back in time costs nothing.
 *
 * <p>All of it lies in memory: a replica that dies takes its open waits with it.
 */
public final class PromiseLedger {

  /** Who has not come back for this long has left for good. */
  static final Duration GONE_AFTER = Duration.ofSeconds(60);

  /** A wait this old with nothing left to decide is dropped. */
  static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** Bounds memory; the oldest wait goes first. */
  static final int MOST = 100_000;

  private static final long DEFAULT_ABANDONED_AFTER_MILLIS = 5_000;

  private final Map<Subject, Wait> open = new LinkedHashMap<>();
  private final Map<String, Set<Subject>> byConversation = new HashMap<>();
  private final NavigableSet<Reminder> due =
      new TreeSet<>(
          Comparator.comparingLong(Reminder::atNanos).thenComparingLong(Reminder::sequence));
  private final LongSupplier stopwatch;
  private final Decisions decisions;
  private List<Promise> promises = List.of();
  private long sequence;

  /**
   * @param stopwatch nanoseconds since some moment, never decreasing
   */
  public PromiseLedger(LongSupplier stopwatch, Decisions decisions) {
    this.stopwatch = stopwatch;
    this.decisions = decisions;
  }

  /** Waits that begin from now on are held to these; the others keep what they began with. */
  public synchronized void promise(List<Promise> promises) {
    this.promises = List.copyOf(promises);
  }

  /**
   * A wait begins, unless it is open already.
   *
   * @param about what is waited for: a message's id, or the conversation itself
   */
  public synchronized void begin(
      Promise.Phase phase, String about, String conversation, long sinceNanos) {
    Subject key = new Subject(phase, about);
    if (open.containsKey(key)) {
      return;
    }
    Wait wait = new Wait(phase, conversation, sinceNanos, promises);
    open.put(key, wait);
    byConversation.computeIfAbsent(conversation, _ -> new LinkedHashSet<>()).add(key);
    for (Promise promise : wait.undecided()) {
      remind(sinceNanos + promise.withinMillis() * 1_000_000L, key, wait, promise);
    }
    if (open.size() > MOST) {
      close(open.keySet().iterator().next());
    }
  }

  /**
   * What was waited for came.
   *
   * @return whether such a wait was open
   */
  public synchronized boolean end(Promise.Phase phase, String about, long atNanos) {
    Wait wait = close(new Subject(phase, about));
    if (wait == null) {
      return false;
    }
    for (Promise promise : wait.undecided()) {
      boolean inTime = atNanos - wait.sinceNanos() <= promise.withinMillis() * 1_000_000L;
      decide(wait, promise, inTime ? PromiseResult.KEPT : PromiseResult.BROKEN);
    }
    return true;
  }

  /** The customer's connection is gone; perhaps they come back. */
  public synchronized void left(String conversation) {
    long now = stopwatch.getAsLong();
    for (Subject key : byConversation.getOrDefault(conversation, Set.of())) {
      Wait wait = open.get(key);
      if (wait != null && wait.leftNanos() == null) {
        wait.left(now);
        remind(now + GONE_AFTER.toNanos(), key, wait, null);
      }
    }
  }

  /** The customer is back. */
  public synchronized void returned(String conversation) {
    for (Subject key : byConversation.getOrDefault(conversation, Set.of())) {
      Wait wait = open.get(key);
      if (wait != null) {
        wait.returned();
      }
    }
  }

  /** Decides what has become due; called many times a second. */
  public synchronized void advance() {
    long now = stopwatch.getAsLong();
    while (!due.isEmpty() && due.first().atNanos() - now <= 0) {
      Reminder next = due.removeFirst();
      next.waiting().reminders().remove(next);
      arrive(next, now);
    }
    forgetOld(now);
  }

  /** How long the longest open wait lasts, in seconds, 0 when nobody waits. */
  public synchronized double oldestSeconds(Promise.Phase phase) {
    long now = stopwatch.getAsLong();
    return open.values().stream()
            .filter(wait -> wait.phase() == phase && wait.leftNanos() == null)
            .mapToLong(wait -> now - wait.sinceNanos())
            .findFirst()
            .orElse(0)
        / 1e9;
  }

  synchronized int openWaits() {
    return open.size();
  }

  private void arrive(Reminder due, long now) {
    Wait wait = due.waiting();
    Promise promise = due.promise();
    if (promise != null) {
      atDeadline(wait, promise);
      return;
    }
    Long left = wait.leftNanos();
    if (left == null || now - left < GONE_AFTER.toNanos()) {
      return;
    }
    wait.undecided().forEach(undecided -> atDeadline(wait, undecided));
    if (wait.phase() == Promise.Phase.FirstResponse) {
      decisions.abandoned(wait.leftEarlierThan(shortAbandonMillis()));
    }
    close(due.key());
  }

  // Waits begin in the order of the map, so the oldest is always the first.
  private void forgetOld(long now) {
    while (!open.isEmpty()) {
      Map.Entry<Subject, Wait> eldest = open.entrySet().iterator().next();
      Wait wait = eldest.getValue();
      if (now - wait.sinceNanos() < FORGOTTEN_AFTER.toNanos() || !wait.undecided().isEmpty()) {
        return;
      }
      close(eldest.getKey());
    }
  }

  private void remind(long atNanos, Subject key, Wait wait, @Nullable Promise promise) {
    Reminder reminder = new Reminder(atNanos, sequence++, key, wait, promise);
    due.add(reminder);
    wait.reminders().add(reminder);
  }

  private @Nullable Wait close(Subject key) {
    Wait wait = open.remove(key);
    if (wait != null) {
      wait.reminders().forEach(due::remove);
      byConversation.computeIfPresent(
          wait.conversation(),
          (_, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
          });
    }
    return wait;
  }

  private void atDeadline(Wait wait, Promise promise) {
    if (wait.leftEarlierThan(promise.abandonedAfterMillis())) {
      wait.decide(promise);
    } else {
      decide(wait, promise, PromiseResult.BROKEN);
    }
  }

  private void decide(Wait wait, Promise promise, PromiseResult result) {
    if (wait.decide(promise)) {
      decisions.decided(promise, result, wait.conversation());
    }
  }

  private long shortAbandonMillis() {
    return promises.stream()
        .filter(promise -> promise.phase() == Promise.Phase.FirstResponse)
        .mapToLong(Promise::abandonedAfterMillis)
        .min()
        .orElse(DEFAULT_ABANDONED_AFTER_MILLIS);
  }
}
