package cx.touchpoint.connector.conversation;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The two times there are: the hour of the day, and a stopwatch that no correction of the hour can
 * turn back.
 *
 * @param clock the hour of the day
 * @param stopwatch nanoseconds since some moment, never decreasing
 */
public record Ticks(Clock clock, LongSupplier stopwatch) {

  /** The machine's own. */
  public static Ticks system() {
    return new Ticks(Clock.systemUTC(), System::nanoTime);
  }

  /** The hour of the day. */
  public Instant now() {
    return clock.instant();
  }

  /** The stopwatch, in nanoseconds. */
  public long nanoTime() {
    return stopwatch.getAsLong();
  }
}
