package cx.touchpoint.operator.objective;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * How many seconds the clock on the wall is ahead of UTC, as PromQL, which knows no time zones.
 * Every change of the clocks that is known today stands in it, so that it stays right by itself.
 */
final class UtcOffset {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2041-01-01T00:00:00Z");

  private UtcOffset() {}

  static String of(ZoneId zone) {
    return of(zone, FROM, UNTIL);
  }

  /** The same for another stretch of time: tests of rules begin in 1970. */
  static String of(ZoneId zone, Instant from, Instant until) {
    ZoneRules rules = zone.getRules();
    var expression = new StringBuilder("vector(" + rules.getOffset(from).getTotalSeconds() + ")");
    ZoneOffsetTransition next = rules.nextTransition(from);
    while (next != null && next.getInstant().isBefore(until)) {
      long change =
          (long) next.getOffsetAfter().getTotalSeconds() - next.getOffsetBefore().getTotalSeconds();
      expression
          .append(signed(change))
          .append(" * (vector(time()) >= bool ")
          .append(next.getInstant().getEpochSecond())
          .append(')');
      next = rules.nextTransition(next.getInstant());
    }
    return expression.toString();
  }

  private static String signed(long seconds) {
    return (seconds < 0 ? " - " : " + ") + Math.abs(seconds);
  }
}
