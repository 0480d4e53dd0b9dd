package cx.touchpoint.connector.promise;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.metrics.PromiseResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
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

  /** The waits that can be decided without a history. */
  public static final List<Promise.Phase> PHASES =
      List.of(Promise.Phase.Acknowledge, Promise.Phase.FirstResponse, Promise.Phase.NextResponse);

  /** Who has not come back for this long has left for good. */
  public static final Duration GONE_AFTER = Duration.ofSeconds(60);

  /** A wait this old with nothing left to decide is dropped. */
  static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /**
   * Bounds memory. The first to go has nothing left to decide; where all still have, the oldest
   * goes and counts as broken, for whoever leaves so many waiting would not have answered in time.
   */
  static final int MOST = 100_000;

  private static final long DEFAULT_ABANDONED_AFTER_MILLIS = 5_000;

  private final OpenWaits open = new OpenWaits();
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
   * @return whether it began
   */
  public synchronized boolean begin(
      Promise.Phase phase, String about, String conversation, long sinceNanos) {
    Wait wait = new Wait(new Subject(phase, about), conversation, sinceNanos, promises);
    if (!open.add(wait)) {
      return false;
    }
    for (Promise promise : wait.undecided()) {
      remind(sinceNanos + promise.withinMillis() * 1_000_000L, wait, promise);
    }
    if (open.size() > MOST) {
      makeRoom();
    }
    return true;
  }

  /**
   * What was waited for came.
   *
   * @return how long it took, empty when no such wait was open
   */
  public synchronized Optional<Duration> end(Promise.Phase phase, String about, long atNanos) {
    Wait wait = close(new Subject(phase, about));
    if (wait == null) {
      return Optional.empty();
    }
    long waited = atNanos - wait.sinceNanos();
    for (Promise promise : wait.undecided()) {
      boolean inTime = waited <= promise.withinMillis() * 1_000_000L;
      decide(wait, promise, inTime ? PromiseResult.KEPT : PromiseResult.BROKEN);
    }
    return Optional.of(Duration.ofNanos(waited));
  }

  /** Nobody waits any more for what never counted; it is neither kept nor broken. */
  public synchronized void drop(Promise.Phase phase, String about) {
    close(new Subject(phase, about));
  }

  /** The customer's connection is gone; perhaps they come back. */
  public synchronized void left(String conversation) {
    long now = stopwatch.getAsLong();
    for (Wait wait : open.of(conversation)) {
      if (wait.leftNanos() == null) {
        wait.left(now);
        remind(now + GONE_AFTER.toNanos(), wait, null);
      }
    }
  }

  /** The customer is back. */
  public synchronized void returned(String conversation) {
    open.of(conversation).forEach(Wait::returned);
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
    return open.all().stream()
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
    close(wait.subject());
  }

  private void forgetOld(long now) {
    for (Wait first = open.firstSettled();
        first != null && now - first.sinceNanos() >= FORGOTTEN_AFTER.toNanos();
        first = open.firstSettled()) {
      close(first.subject());
    }
  }

  private void makeRoom() {
    Wait settled = open.firstSettled();
    Wait first = settled == null ? open.oldest() : settled;
    if (first != null) {
      first.undecided().forEach(promise -> decide(first, promise, PromiseResult.BROKEN));
      close(first.subject());
    }
  }

  private void remind(long atNanos, Wait wait, @Nullable Promise promise) {
    Reminder reminder = new Reminder(atNanos, sequence++, wait, promise);
    due.add(reminder);
    wait.reminders().add(reminder);
  }

  private @Nullable Wait close(Subject subject) {
    Wait wait = open.remove(subject);
    if (wait != null) {
      wait.reminders().forEach(due::remove);
    }
    return wait;
  }

  private void atDeadline(Wait wait, Promise promise) {
    if (wait.leftEarlierThan(promise.abandonedAfterMillis())) {
      wait.decide(promise);
      open.noteIfSettled(wait);
    } else {
      decide(wait, promise, PromiseResult.BROKEN);
    }
  }

  private void decide(Wait wait, Promise promise, PromiseResult result) {
    if (wait.decide(promise)) {
      open.noteIfSettled(wait);
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
