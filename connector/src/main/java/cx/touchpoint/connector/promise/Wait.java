package cx.touchpoint.connector.promise;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One customer waiting for one thing, and the promises about it that are not decided yet. */
final class Wait {

  private final Subject subject;
  private final String conversation;
  private final long sinceNanos;
  private final List<Promise> undecided;
  private final List<Reminder> reminders = new ArrayList<>();
  private @Nullable Long leftNanos;

  Wait(Subject subject, String conversation, long sinceNanos, List<Promise> promises) {
    this.subject = subject;
    this.conversation = conversation;
    this.sinceNanos = sinceNanos;
    this.undecided =
        new ArrayList<>(
            promises.stream().filter(promise -> promise.phase() == subject.phase()).toList());
  }

  Subject subject() {
    return subject;
  }

  Promise.Phase phase() {
    return subject.phase();
  }

  String conversation() {
    return conversation;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  List<Promise> undecided() {
    return List.copyOf(undecided);
  }

  /** Whether nothing is left to decide. */
  boolean isSettled() {
    return undecided.isEmpty();
  }

  /** When to look at this wait again. */
  List<Reminder> reminders() {
    return reminders;
  }

  /**
   * Takes a promise off the list.
   *
   * @return whether it was still on it
   */
  boolean decide(Promise promise) {
    return undecided.remove(promise);
  }

  void left(long nanos) {
    if (leftNanos == null) {
      leftNanos = nanos;
    }
  }

  void returned() {
    leftNanos = null;
  }

  /** When the customer left and did not come back, null while they are there. */
  @Nullable Long leftNanos() {
    return leftNanos;
  }

  /** Whether the customer is gone and left earlier than this after the wait began. */
  boolean leftEarlierThan(long millis) {
    Long left = leftNanos;
    return left != null && left - sinceNanos < millis * 1_000_000L;
  }
}
