package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.objective.Population;
import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.prometheus.Selector;
import cx.touchpoint.operator.prometheus.Span;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The expressions that add up what one promise is about over each piece of the past. */
final class Expressions {

  /** What is probed is no pod of ours, as the rules of promises know too. */
  private static final Matcher OF_PROBES = Matcher.equal("pod", "");

  private final Objective objective;
  private final Span slice;
  private final Span samples;

  Expressions(Objective objective, Slices slices) {
    this.objective = objective;
    this.slice = slices.span();
    this.samples = slices.samples();
  }

  /** By how much a counter grew, told apart by a label; the empty name for none. */
  Question increase(String metric, String label, Matcher... matchers) {
    return increase(Selector.of(metric, matchers), label);
  }

  Question increase(Selector counter, String label) {
    return summed(label, it -> "increase(%s)".formatted(counter.with(it).over(slice)));
  }

  /** How often a page was probed. */
  Question probes() {
    return summed(
        "", it -> "count_over_time(%s)".formatted(probe("probe_success", it).over(samples)));
  }

  /** How often a probe failed. */
  Question probesFailed() {
    return summed(
        "",
        it ->
            "count_over_time(%s) - sum_over_time(%s)"
                .formatted(
                    probe("probe_success", it).over(samples),
                    probe("probe_success", it).over(samples)));
  }

  /** For how many steps a page was probed. */
  Question probedSteps() {
    return summed(
        "", it -> "count_over_time(%s)".formatted(probe("probe_success", it).over(slice, step())));
  }

  /**
   * For how many of these steps probes failed or took longer than a time. Both conditions become
   * numbers first: of two metrics side by side a function over time would lose the names, and then
   * Prometheus cannot tell them apart.
   */
  Question stepsBeyond(Duration time) {
    return summed(
        "",
        it ->
            "sum_over_time(clamp_max((%s > bool %s) + (%s == bool 0), 1)[%s:%s])"
                .formatted(
                    probe("probe_duration_seconds", it),
                    new Span(time).inSeconds(),
                    probe("probe_success", it),
                    slice,
                    step()));
  }

  private static Selector probe(String metric, List<Matcher> population) {
    return Selector.of(metric).with(population).with(OF_PROBES);
  }

  private Span step() {
    return new Span(objective.scrapeInterval());
  }

  private Question summed(String label, Function<List<Matcher>, String> expression) {
    String by =
        Stream.of(objective.population() instanceof Population.Each ? "channel" : "", label)
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(", "));
    String sum = by.isEmpty() ? "sum" : "sum by (" + by + ")";
    return new Question(label, it -> sum + " (" + expression.apply(it) + ")");
  }
}
