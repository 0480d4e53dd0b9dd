package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.Promised;
import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.Standing;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether promises are kept, in the words of a condition. */
final class Met {

  private Met() {}

  /** Nothing is said where nothing is promised. */
  static Optional<Verdict> of(PromisePlan plan, List<Promised> promises, Said said) {
    if (promises.isEmpty()) {
      return Optional.empty();
    }
    if (plan.prometheus().isEmpty()) {
      return Optional.of(
          Verdict.unknown(
              "PrometheusNotNamed",
              "the ChannelClass names no Prometheus to ask how it stands (spec.monitoring.prometheus.url). Rules and alerts work without"));
    }
    return Optional.of(
        switch (said) {
          case Said.Nothing it ->
              Verdict.unknown("NotAskedYet", "Prometheus is yet to be asked how it stands");
          case Said.Silent it ->
              Verdict.unknown("PrometheusUnreachable", it.why() + " The figures are its last");
          case Said.Answered it -> worst(promises);
        });
  }

  /** Whether more was broken than was allowed. */
  static Optional<Verdict> exhausted(List<Promised> promises) {
    return promises.stream()
        .filter(it -> it.state() == State.Exhausted)
        .findFirst()
        .map(it -> Verdict.yes("MoreBrokenThanAllowed", words(it)));
  }

  private static Verdict worst(List<Promised> promises) {
    Promised worst = Standing.worst(promises).orElseThrow();
    State state = Objects.requireNonNullElse(worst.state(), State.Unknown);
    String words = words(worst);
    return switch (state) {
      case Down -> Verdict.no("Down", words + ": nothing answers Prometheus");
      case Exhausted -> Verdict.no("BudgetExhausted", words);
      case Burning -> Verdict.no("Burning", words + ": at this rate it will not last");
      case NotMeasured ->
          Verdict.unknown(
              "NotMeasured",
              words + ": what would tell is not exported. Look at the connectors' /metrics");
      case Unknown ->
          Verdict.unknown("NoFiguresYet", words + ": Prometheus has evaluated no rule of it yet");
      case Met -> Verdict.yes("Met", words);
      case Idle -> Verdict.yes("Idle", worst.name() + ": nobody came within the window");
    };
  }

  private static String words(Promised promised) {
    String channel =
        promised.worst().isEmpty() ? "" : " of " + promised.worst().getFirst().channel();
    String figures =
        promised.attainment() == null
            ? ""
            : " is at %s of %s, budget %s"
                .formatted(
                    promised.attainment(),
                    promised.objective(),
                    Objects.requireNonNullElse(promised.budgetRemaining(), "unknown"));
    return promised.name() + channel + figures;
  }
}
