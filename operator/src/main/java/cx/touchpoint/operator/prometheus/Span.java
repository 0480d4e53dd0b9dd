package cx.touchpoint.operator.prometheus;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * A length of time as Prometheus writes it: whole units, the largest that fits.
 *
 * @param duration the length, more than nothing, in whole milliseconds
 */
public record Span(Duration duration) {

  private enum Unit {
    d(86_400_000),
    h(3_600_000),
    m(60_000),
    s(1_000);

    private final long millis;

    Unit(long millis) {
      this.millis = millis;
    }
  }

  public Span {
    if (duration.toMillis() <= 0) {
      throw new IllegalArgumentException("a span is longer than nothing, and not " + duration);
    }
  }

  public static Span days(long days) {
    return new Span(Duration.ofDays(days));
  }

  public static Span hours(long hours) {
    return new Span(Duration.ofHours(hours));
  }

  public static Span minutes(long minutes) {
    return new Span(Duration.ofMinutes(minutes));
  }

  public static Span seconds(long seconds) {
    return new Span(Duration.ofSeconds(seconds));
  }

  /** Its length in seconds, as a number of PromQL. */
  public String inSeconds() {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    long millis = duration.toMillis();
    for (Unit unit : Unit.values()) {
      if (millis % unit.millis == 0) {
        return millis / unit.millis + unit.name();
      }
    }
    return millis + "ms";
  }
}
