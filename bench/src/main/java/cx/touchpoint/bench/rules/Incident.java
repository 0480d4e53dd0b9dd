package cx.touchpoint.bench.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A time in which customers were turned away.
 *
 * @param length how long
 * @param share of all requests, from 0 to 1
 */
record Incident(Instant begin, Duration length, double share) {

  /** The share of requests that fail when nothing is wrong. */
  private static final double USUAL = 0.0003;

  /** Four weeks of them, three of four in hours when hardly anybody comes. */
  static List<Incident> before(Instant end) {
    Instant midnight = end.truncatedTo(ChronoUnit.DAYS);
    return List.of(
        new Incident(at(midnight, 26, 3), Duration.ofMinutes(50), 0.3),
        new Incident(at(midnight, 19, 2), Duration.ofMinutes(90), 0.15),
        new Incident(at(midnight, 11, 12), Duration.ofMinutes(7), 0.05),
        new Incident(at(midnight, 4, 4), Duration.ofMinutes(40), 1));
  }

  private static Instant at(Instant midnight, int daysBefore, int hour) {
    return midnight.minus(Duration.ofDays(daysBefore)).plus(Duration.ofHours(hour));
  }

  /** The share of requests that fail at a moment. */
  static double share(List<Incident> incidents, Instant moment) {
    return incidents.stream()
        .filter(it -> !moment.isBefore(it.begin) && moment.isBefore(it.begin.plus(it.length)))
        .mapToDouble(Incident::share)
        .max()
        .orElse(USUAL);
  }
}
