package cx.touchpoint.operator.objective;

import static cx.touchpoint.operator.objective.Series.BAD;
import static cx.touchpoint.operator.objective.Series.BAD_BLOCK;
import static cx.touchpoint.operator.objective.Series.BAD_BY_PERIOD;
import static cx.touchpoint.operator.objective.Series.BAD_PERIOD;
import static cx.touchpoint.operator.objective.Series.BUDGET;
import static cx.touchpoint.operator.objective.Series.ELAPSED;
import static cx.touchpoint.operator.objective.Series.EXHAUSTION;
import static cx.touchpoint.operator.objective.Series.LENGTH;
import static cx.touchpoint.operator.objective.Series.UTC_OFFSET;
import static cx.touchpoint.operator.objective.Series.VALID;
import static cx.touchpoint.operator.objective.Series.VALID_BLOCK;
import static cx.touchpoint.operator.objective.Series.VALID_BY_PERIOD;
import static cx.touchpoint.operator.objective.Series.VALID_PERIOD;

import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.prometheus.Span;
import java.time.Duration;
import java.util.List;

/**
 * A window that begins where the calendar says. The period becomes a label of five-minute means, so
 * that a window of fixed length can be cut at its beginning; that survives gaps and needs no state.
 * What is left of the period is reckoned with the traffic of the last 30 days: else one error on
 * the first morning would use up the budget of a month.
 */
final class CalendarRules {

  private final Reckoning.Calendar calendar;
  private final Recorded recorded;
  private final Pace pace;

  CalendarRules(Reckoning.Calendar calendar, Recorded recorded, Pace pace) {
    this.calendar = calendar;
    this.recorded = recorded;
    this.pace = pace;
  }

  /** The means, by the period in which they began. */
  List<Rule> blocks() {
    return List.of(
        recorded.rule(VALID_BY_PERIOD, byPeriod(VALID)),
        recorded.rule(BAD_BY_PERIOD, byPeriod(BAD)));
  }

  /** The period so far, and what is left of its budget. */
  List<Rule> budget(String budget) {
    var valid = recorded.series(VALID_PERIOD);
    var bad = recorded.series(BAD_PERIOD);
    String elapsed = "scalar(" + recorded.series(ELAPSED) + ")";
    String left = "(scalar(%s) - %s)".formatted(recorded.series(LENGTH), elapsed);
    String usual = "avg_over_time(%s)".formatted(recorded.series(VALID_BLOCK).over(pace.days(30)));
    String allowed = "%s * (%s * %s + %s * %s)".formatted(budget, valid, elapsed, usual, left);
    return List.of(
        recorded.rule(UTC_OFFSET, UtcOffset.of(calendar.zone())),
        recorded.rule(ELAPSED, elapsed(now())),
        recorded.rule(LENGTH, length(now())),
        recorded.rule(VALID_PERIOD, soFar(VALID_BY_PERIOD)),
        recorded.rule(BAD_PERIOD, soFar(BAD_BY_PERIOD)),
        recorded.rule(
            BUDGET, "1 - %s * %s / (%s > 0) or 1 + 0 * %s".formatted(bad, elapsed, allowed, usual)),
        recorded.rule(
            EXHAUSTION,
            "clamp_min(%s - %s * %s, 0) / (avg_over_time(%s) > 0)"
                .formatted(allowed, bad, elapsed, recorded.series(BAD_BLOCK).over(pace.hours(6)))));
  }

  private String byPeriod(String series) {
    return "avg_over_time(%s) * on () group_left (period) count_values(\"period\", %s)"
        .formatted(recorded.series(series).over(pace.minutes(5)), period(ago(pace.minutes(5))));
  }

  private String soFar(String byPeriod) {
    Duration longest = calendar.period().longest();
    return "sum without (period) (avg_over_time(%s) and on (period) count_values(\"period\", %s))"
        .formatted(recorded.series(byPeriod).over(pace.of(longest)), period(now()));
  }

  /**
   * The wall's clock, as if it showed UTC. Nothing where the offset is not known yet, as at the
   * very first evaluation: a number in its place would be some other period's.
   */
  private String now() {
    return "(%s + time())".formatted(recorded.series(UTC_OFFSET));
  }

  /** The same of so long ago. */
  private String ago(Span span) {
    return "(%s + time() - %s)".formatted(recorded.series(UTC_OFFSET), span.inSeconds());
  }

  /** What tells a period from the one before it. */
  private String period(String time) {
    return switch (calendar.period()) {
      // The epoch began on a Thursday.
      case Week -> "floor((%s + 259200) / 604800)".formatted(time);
      case Month -> "month(%s)".formatted(time);
      case Quarter -> "ceil(month(%s) / 3)".formatted(time);
    };
  }

  /** Seconds since the period began. */
  private String elapsed(String now) {
    return switch (calendar.period()) {
      case Week -> "(%s + 259200) %% 604800".formatted(now);
      case Month -> "(day_of_month(%s) - 1) * 86400 + %s %% 86400".formatted(now, now);
      case Quarter ->
          "(day_of_year(%s) - 1 - %s) * 86400 + %s %% 86400".formatted(now, daysBefore(now), now);
    };
  }

  /** Seconds from its beginning to its end. A change of clocks within is left out. */
  private String length(String now) {
    return switch (calendar.period()) {
      case Week -> "vector(604800)";
      case Month -> "days_in_month(%s) * 86400".formatted(now);
      case Quarter ->
          "(90 + %s * (month(%s) <= bool 3) + (month(%s) > bool 3) + (month(%s) > bool 6)) * 86400"
              .formatted(leap(now), now, now, now);
    };
  }

  /** Days of the year before the quarter. */
  private static String daysBefore(String now) {
    return "((90 + %s) * (month(%s) > bool 3) + 91 * (month(%s) > bool 6) + 92 * (month(%s) > bool 9))"
        .formatted(leap(now), now, now, now);
  }

  /** 1 in a leap year; right until 2100. */
  private static String leap(String now) {
    return "(year(%s) %% 4 == bool 0)".formatted(now);
  }
}
