package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.prometheus.Span;
import java.time.Duration;

/**
 * How fast time passes for rules: 1, but for tests, which cannot wait for hours.
 *
 * @param speedup every window, interval and delay is shorter by this factor
 */
public record Pace(int speedup) {

  /** As it is. */
  public static final Pace NORMAL = new Pace(1);

  public Pace {
    if (speedup < 1 || speedup > 60) {
      throw new IllegalArgumentException("a speedup is from 1 to 60, and not " + speedup);
    }
  }

  Span days(long days) {
    return of(Duration.ofDays(days));
  }

  Span hours(long hours) {
    return of(Duration.ofHours(hours));
  }

  Span minutes(long minutes) {
    return of(Duration.ofMinutes(minutes));
  }

  Span seconds(long seconds) {
    return of(Duration.ofSeconds(seconds));
  }

  /** A length of time at this pace. */
  public Span of(Duration duration) {
    return new Span(duration.dividedBy(speedup));
  }
}
