package cx.touchpoint.connector.promise;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import org.jspecify.annotations.Nullable;

/**
 * A moment to look at a wait.
 *
 * @param atNanos when, on the stopwatch
 * @param sequence tells reminders of the same moment apart
 * @param promise whose deadline it is, null when it is about a customer who left
 */
record Reminder(long atNanos, long sequence, Wait waiting, @Nullable Promise promise) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Reminder that && sequence == that.sequence;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }
}
