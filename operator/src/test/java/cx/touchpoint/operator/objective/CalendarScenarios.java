package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.objective.Reckoning.Period;
import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.prometheus.RuleGroup;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * Weeks, months and quarters that end where it is midnight. Time begins in 1970, where Prometheus'
 * test tool begins; when midnight is, {@code java.time} knows by itself.
 */
final class CalendarScenarios {

  private static final Instant BEGIN = Instant.EPOCH;
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), NEW_YORK);

  private CalendarScenarios() {}

  static List<Scenario> all() {
    var all = new ArrayList<Scenario>();
    for (ZoneId zone : ZONES) {
      all.add(rollover(Period.Week, zone, LocalDate.of(1970, 1, 5), Duration.ofMinutes(30)));
      all.add(rollover(Period.Month, zone, LocalDate.of(1970, 2, 1), Duration.ofHours(2)));
      all.add(rollover(Period.Quarter, zone, LocalDate.of(1970, 4, 1), Duration.ofHours(6)));
    }
    // Clocks went forward on Sunday, April 26: that Monday begins an hour earlier than those
    // before.
    all.add(rollover(Period.Week, NEW_YORK, LocalDate.of(1970, 4, 27), Duration.ofHours(6)));
    return all;
  }

  /**
   * Ten events a second, of which 0.5 % are bad until the period ends and 1 % from then on; 1 % may
   * be.
   *
   * @param interval how often rules are evaluated; seldom, since the years of a test are long
   */
  private static Scenario rollover(Period period, ZoneId zone, LocalDate day, Duration interval) {
    ZonedDateTime midnight = day.atStartOfDay(zone);
    long minutes = Duration.between(BEGIN, midnight.toInstant()).toMinutes();
    long step = interval.toMinutes();
    // More of the period would take the tool long, and change nothing.
    long some = Math.min(minutes, Duration.ofDays(4).toMinutes());
    long none = minutes - some;
    ZonedDateTime before = atMinute((minutes - 1) / step * step, zone);
    ZonedDateTime after = atMinute((minutes / step + 3) * step, zone);
    String tests =
        """
        evaluation_interval: %dm
        tests:
        - name: the %s that begins at %s
          interval: 1m
          input_series:
          - {series: 'up{namespace="care",channel="chat",pod="chat-0"}', values: '_x%d 1x%d'}
          - {series: 'touchpoint_requests_total{namespace="care",channel="chat",pod="chat-0",outcome="accepted"}', values: '_x%d 0+597x%d %d+594x%d'}
          - {series: 'touchpoint_requests_total{namespace="care",channel="chat",pod="chat-0",outcome="failed"}', values: '_x%d 0+3x%d %d+6x%d'}
          promql_expr_test:
        """
            .formatted(
                step,
                period,
                midnight,
                none,
                some + 4 * step,
                none,
                some,
                597 * some + 594,
                4 * step,
                none,
                some,
                3 * some + 6,
                4 * step);
    return new Scenario(
        "%s-%s-%s".formatted(period, zone.getId().replace('/', '-'), day),
        clockOf1970(Scenario.rules(promise(period, zone)), zone),
        tests + expected(period, before, 0.005) + expected(period, after, 0.01));
  }

  private static ZonedDateTime atMinute(long minute, ZoneId zone) {
    return BEGIN.plus(Duration.ofMinutes(minute)).atZone(zone);
  }

  /** What is used of the budget of 1 %, by the calendar alone: the traffic is the same always. */
  private static String expected(Period period, ZonedDateTime now, double ratio) {
    LocalDate first = first(period, now.toLocalDate());
    long elapsed = Duration.between(first.atStartOfDay(), now.toLocalDateTime()).toSeconds();
    long length =
        Duration.between(first.atStartOfDay(), next(period, first).atStartOfDay()).toSeconds();
    double budget = Math.round(100 * (1 - ratio / 0.01 * elapsed / length)) / 100.0;
    long minute = Duration.between(BEGIN, now.toInstant()).toMinutes();
    var expected = new StringBuilder();
    expected.append(expectation("touchpoint:slo:period_elapsed_seconds", minute, "", elapsed));
    expected.append(expectation("touchpoint:slo:period_length_seconds", minute, "", length));
    expected.append(
        expectation(
            "round(touchpoint:slo_errors:ratio_period, 0.0001)",
            minute,
            ",channel=\"chat\"",
            ratio));
    expected.append(
        expectation(
            "round(touchpoint:slo:budget_remaining, 0.01)", minute, ",channel=\"chat\"", budget));
    return expected.toString();
  }

  private static String expectation(String expression, long minute, String labels, double value) {
    String name = expression.startsWith("round") ? "" : expression;
    return "  - {expr: '%s', eval_time: %dm, exp_samples: [{labels: '%s{namespace=\"care\",slo=\"slo/taken\"%s}', value: %s}]}\n"
        .formatted(expression, minute, name, labels, value);
  }

  private static LocalDate first(Period period, LocalDate day) {
    return switch (period) {
      case Week -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case Month -> day.withDayOfMonth(1);
      case Quarter -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
    };
  }

  private static LocalDate next(Period period, LocalDate first) {
    return switch (period) {
      case Week -> first.plusWeeks(1);
      case Month -> first.plusMonths(1);
      case Quarter -> first.plusMonths(3);
    };
  }

  /** Rules know the changes of clocks of our time; these know those of the test's. */
  private static List<RuleGroup> clockOf1970(List<RuleGroup> groups, ZoneId zone) {
    return groups.stream()
        .map(
            group ->
                new RuleGroup(
                    group.name(),
                    group.interval(),
                    group.rules().stream().map(it -> clockOf1970(it, zone)).toList()))
        .toList();
  }

  private static Rule clockOf1970(Rule rule, ZoneId zone) {
    return rule instanceof Rule.Recording it && it.expression().equals(UtcOffset.of(zone))
        ? new Rule.Recording(
            it.name(), UtcOffset.of(zone, BEGIN, BEGIN.plus(Duration.ofDays(365))), it.labels())
        : rule;
  }

  private static String promise(Period period, ZoneId zone) {
    return """
        apiVersion: touchpoint.cx/v1alpha1
        kind: ChannelClass
        metadata: {name: standard}
        spec:
          exposure: {type: None}
        ---
        apiVersion: touchpoint.cx/v1alpha1
        kind: Channel
        metadata: {name: chat, namespace: care}
        spec:
          type: WebChat
          webChat: {allowedOrigins: ["https://shop.example.com"]}
          responder: {type: Echo}
        ---
        apiVersion: touchpoint.cx/v1alpha1
        kind: ServiceLevelObjective
        metadata: {name: taken, namespace: care}
        spec:
          channels: {names: [chat]}
          indicator: {type: Availability}
          objective: 99%%
          window: {type: Calendar, calendar: {period: %s, timeZone: %s}}
        """
        .formatted(period, zone);
  }
}
