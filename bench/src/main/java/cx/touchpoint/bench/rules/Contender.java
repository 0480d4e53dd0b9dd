package cx.touchpoint.bench.rules;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Whose rules of the promise are measured, and what came of it. */
final class Contender {

  private final String name;
  private final RuleSet rules;
  private final String budgetLeft;
  private final List<Cost> costs = new ArrayList<>();

  /**
   * One of them.
   *
   * @param budgetLeft what they say is left of the budget, as an expression
   */
  Contender(String name, RuleSet rules, String budgetLeft) {
    this.name = name;
    this.rules = rules;
    this.budgetLeft = budgetLeft;
  }

  String name() {
    return name;
  }

  RuleSet rules() {
    return rules;
  }

  /** Evaluates every rule once, and keeps what that took. */
  void measure(PrometheusProcess prometheus) throws IOException, InterruptedException {
    costs.add(Cost.of(rules, prometheus));
  }

  /** Forgets what was measured so far. */
  void forget() {
    costs.clear();
  }

  /** A figure of every round. */
  List<Double> each(ToDoubleFunction<Cost> figure) {
    return costs.stream().map(figure::applyAsDouble).toList();
  }

  /** How far off what it says is left of the budget is, in percent of the budget. */
  double error(PrometheusProcess prometheus, double left) throws IOException, InterruptedException {
    return 100 * Math.abs(prometheus.at(budgetLeft, Traffic.END).value() - left);
  }
}
