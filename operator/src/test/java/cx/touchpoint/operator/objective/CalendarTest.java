package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.objective.Reckoning.Period;
import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.testing.Promtool;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * PromQL's calendar beside Java's: the clock on the wall, how much of a period is over and how long
 * it is, around midnights, ends of months, leap days and changes of the clocks in several zones.
 */
final class CalendarTest {

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("Pacific/Kiritimati"),
          ZoneId.of("Africa/Casablanca"));

  /** Days whose midnights matter: beginnings of periods, leap days, changes of the clocks. */
  private static final List<String> DAYS =
      List.of(
          "2026-12-31",
          "2027-01-01",
          "2027-01-04",
          "2027-03-28",
          "2027-04-01",
          "2027-07-01",
          "2027-10-01",
          "2027-10-31",
          "2028-02-29",
          "2028-03-01",
          "2028-04-01",
          "2028-10-01",
          "2039-03-27",
          "2040-02-29",
          "2040-12-31");

  @ParameterizedTest
  @EnumSource
  void thePeriodsOfPrometheusAreThoseOfTheCalendar(Promtool promtool, @TempDir Path folder)
      throws Exception {
    var tests = new StringBuilder("evaluation_interval: 3650d\ntests:\n");
    for (ZoneId zone : ZONES) {
      tests.append("- {name: ").append(zone).append(", interval: 3650d, promql_expr_test: [\n");
      for (Period period : Period.values()) {
        Map<String, String> rules = rules(period, zone);
        for (Instant instant : instants(zone)) {
          LocalDateTime now = LocalDateTime.ofInstant(instant, zone);
          LocalDateTime begin = begin(period, now.toLocalDate()).atStartOfDay();
          LocalDateTime end = end(period, begin.toLocalDate()).atStartOfDay();
          expect(
              tests,
              instant,
              expression(rules, Series.UTC_OFFSET),
              now.toEpochSecond(ZoneOffset.UTC) - instant.getEpochSecond());
          expect(
              tests,
              instant,
              expression(rules, Series.ELAPSED),
              ChronoUnit.SECONDS.between(begin, now));
          expect(
              tests,
              instant,
              expression(rules, Series.LENGTH),
              ChronoUnit.SECONDS.between(begin, end));
        }
      }
      tests.append("]}\n");
    }
    Path file = folder.resolve("calendar.yaml");
    Files.writeString(file, tests);

    promtool.testRules(List.of(file));
  }

  private static Map<String, String> rules(Period period, ZoneId zone) {
    var objective =
        new Objective(
            "care",
            "slo/a",
            "a",
            new Share(new BigDecimal("0.99")),
            new Reckoning.Calendar(period, zone),
            new Indicator.Availability(),
            new Population.Anything(),
            new Alarms(
                Optional.empty(),
                Optional.empty(),
                5,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Duration.ofSeconds(30),
            true);
    var rules = new TreeMap<String, String>();
    for (var group : ObjectiveRules.of(objective, Pace.NORMAL)) {
      for (Rule rule : group.rules()) {
        if (rule instanceof Rule.Recording(var name, var expression, var labels)) {
          rules.put(name, expression);
        }
      }
    }
    // Nothing is recorded here: what the others read is put in its place.
    String offset = rules.getOrDefault(Series.UTC_OFFSET, "");
    String series = new Recorded(objective).series(Series.UTC_OFFSET).toString();
    rules.replaceAll((name, expression) -> expression.replace(series, "(" + offset + ")"));
    return rules;
  }

  private static String expression(Map<String, String> rules, String name) {
    return Objects.requireNonNull(rules.get(name), name);
  }

  private static List<Instant> instants(ZoneId zone) {
    var instants = new ArrayList<Instant>();
    for (String day : DAYS) {
      Instant midnight = LocalDate.parse(day).atStartOfDay(zone).toInstant();
      for (int seconds : List.of(-1, 0, 3599, 3 * 3600, 12 * 3600)) {
        instants.add(midnight.plusSeconds(seconds));
      }
    }
    return instants;
  }

  private static LocalDate begin(Period period, LocalDate day) {
    return switch (period) {
      case Week -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case Month -> day.withDayOfMonth(1);
      case Quarter -> day.with(IsoFields.DAY_OF_QUARTER, 1);
    };
  }

  private static LocalDate end(Period period, LocalDate begin) {
    return switch (period) {
      case Week -> begin.plusWeeks(1);
      case Month -> begin.plusMonths(1);
      case Quarter -> begin.plusMonths(3);
    };
  }

  private static void expect(StringBuilder tests, Instant instant, String expression, long value) {
    tests
        .append("  {expr: '")
        .append(expression)
        .append("', eval_time: ")
        .append(instant.getEpochSecond())
        .append("s, exp_samples: [{value: ")
        .append(value)
        .append("}]},\n");
  }
}
