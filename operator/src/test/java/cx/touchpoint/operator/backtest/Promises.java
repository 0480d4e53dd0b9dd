package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.objective.Alarms;
import cx.touchpoint.operator.objective.Indicator;
import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.objective.Population;
import cx.touchpoint.operator.objective.Reckoning;
import cx.touchpoint.operator.objective.Share;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promises as plans make them, in the least words. */
final class Promises {

  private Promises() {}

  static Objective of(Indicator indicator, String share, Population population) {
    return new Objective(
        "care",
        "slo/up",
        share + " of it",
        Share.parse(share),
        new Reckoning.Rolling(Duration.ofDays(28)),
        indicator,
        population,
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
  }

  static Population each(String... channels) {
    return new Population.Each(owners(channels));
  }

  static Population together(String... channels) {
    return new Population.Together(owners(channels));
  }

  private static TreeMap<String, String> owners(String... channels) {
    return Stream.of(channels)
        .collect(Collectors.toMap(Function.identity(), it -> "", (a, b) -> a, TreeMap::new));
  }
}
