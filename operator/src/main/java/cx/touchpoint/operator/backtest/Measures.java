package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.backtest.Counters.Counted;
import cx.touchpoint.operator.objective.Indicator;
import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.prometheus.Selector;
import java.util.List;
import java.util.Set;

/** How each kind of promise is counted: what its rules read, added up instead of rated. */
final class Measures {

  private static final String OUTCOME = "outcome";

  private Measures() {}

  static Measure of(Tried tried, Slices slices) {
    Objective objective = tried.objective();
    var expressions = new Expressions(objective, slices);
    return switch (objective.indicator()) {
      case Indicator.Waits it ->
          new Waits(
              objective,
              tried.decided().orElseThrow(() -> new IllegalArgumentException("which wait?")),
              expressions);
      case Indicator.Loads it -> new Loads(objective, it.within(), expressions);
      case Indicator.Reachable it ->
          new Counters(
              objective,
              List.of(Counted.all(expressions.probes())),
              List.of(Counted.all(expressions.probesFailed())));
      case Indicator.Availability it ->
          outcomes(
              objective,
              expressions.increase(
                  "touchpoint_requests_total",
                  OUTCOME,
                  Matcher.anyOf(OUTCOME, List.of("accepted", "failed", "overloaded"))),
              Set.of("failed", "overloaded"));
      case Indicator.Delivery it ->
          outcomes(
              objective,
              expressions.increase("touchpoint_outbound_total", OUTCOME),
              Set.of("failed", "expired"));
      case Indicator.Abandonment it ->
          new Counters(
              objective,
              List.of(
                  Counted.all(expressions.increase("touchpoint_conversations_started_total", ""))),
              List.of(Counted.all(expressions.increase("touchpoint_abandoned_total", ""))));
      case Indicator.Ratio it ->
          new Counters(objective, each(it.total(), expressions), each(it.bad(), expressions));
    };
  }

  private static Measure outcomes(Objective objective, Question question, Set<String> bad) {
    return new Counters(
        objective, List.of(Counted.all(question)), List.of(new Counted(question, bad)));
  }

  /** Asked one by one, since the sum of two counters is known only where both are. */
  private static List<Counted> each(List<Selector> counters, Expressions expressions) {
    return counters.stream().map(it -> Counted.all(expressions.increase(it, ""))).toList();
  }
}
