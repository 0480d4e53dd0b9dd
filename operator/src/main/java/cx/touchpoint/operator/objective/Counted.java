package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.prometheus.Selector;
import cx.touchpoint.operator.prometheus.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Where good and bad come from: the only expressions that read what connectors export. */
final class Counted {

  /** Connectors are pods; what is probed is none, and carries no such label. */
  private static final Matcher OF_PODS = Matcher.notEqual("pod", "");

  private static final Matcher OF_PROBES = Matcher.equal("pod", "");

  private final Objective objective;
  private final Pace pace;

  Counted(Objective objective, Pace pace) {
    this.objective = objective;
    this.pace = pace;
  }

  /** Events per second that count at all. */
  String valid() {
    return switch (objective.indicator()) {
      case Indicator.Waits it -> rate(waits(it));
      case Indicator.Availability it -> rate(requests("accepted", "overloaded", "failed"));
      case Indicator.Delivery it -> rate(chosen("touchpoint_outbound_total"));
      case Indicator.Abandonment it -> rate(chosen("touchpoint_conversations_started_total"));
      case Indicator.Ratio it -> rate(it.total());
      case Indicator.Reachable it ->
          perSecond("count_over_time(" + probes("probe_success").over(window()) + ")");
      case Indicator.Loads it ->
          perSecond("count_over_time(" + probes("probe_success").over(window(), step()) + ")");
    };
  }

  /** Events per second that were bad; less than there were when no series of them was ever born. */
  String bad() {
    return switch (objective.indicator()) {
      case Indicator.Waits it -> rate(waits(it).with(Matcher.equal("result", "broken")));
      case Indicator.Availability it -> rate(requests("overloaded", "failed"));
      case Indicator.Delivery it ->
          rate(
              chosen("touchpoint_outbound_total")
                  .with(Matcher.anyOf("outcome", List.of("failed", "expired"))));
      case Indicator.Abandonment it -> rate(chosen("touchpoint_abandoned_total"));
      case Indicator.Ratio it -> rate(it.bad());
      case Indicator.Reachable it -> {
        Selector probes = probes("probe_success");
        yield perSecond(
            "count_over_time(%s) - sum_over_time(%s)"
                .formatted(probes.over(window()), probes.over(window())));
      }
      case Indicator.Loads it ->
          // Both become numbers first: of two metrics side by side a function over time loses the
          // names, and then Prometheus refuses the whole rule.
          perSecond(
              "sum_over_time(clamp_max((%s > bool %s) + (%s == bool 0), 1)[%s:%s])"
                  .formatted(
                      probes("probe_duration_seconds"),
                      new Span(it.within()).inSeconds(),
                      probes("probe_success"),
                      window(),
                      step()));
    };
  }

  /**
   * How many sources answer Prometheus. One that did within the last hour and is gone counts as
   * down; what never was is not there yet.
   *
   * @param recorded what this expression gave before: it is read in place of each pod's own series
   */
  String up(Selector recorded) {
    // A Channel that promises no more must not be missed.
    Selector known =
        objective.population() instanceof Population.Each it
            ? recorded.with(Matcher.anyOf("channel", it.channels().keySet()))
            : recorded;
    return "sum by (%s) (%s) or 0 * max by (%s) (max_over_time(%s) > 0)"
        .formatted(by(), sources("up"), by(), known.over(pace.hours(1)));
  }

  /** Whether there is anything that answers or not: user's counters may come from anywhere. */
  boolean hasSources() {
    return !(objective.population() instanceof Population.Anything);
  }

  /** The labels that are kept. */
  String by() {
    return switch (objective.population()) {
      case Population.Each it -> "namespace, channel";
      case Population.Together it -> "namespace";
      case Population.Anything it -> "";
    };
  }

  /** The window of every rate: at least four scrapes. */
  Span window() {
    return pace.minutes(isScrapedOften() ? 2 : 5);
  }

  /** Rates of that window make five minutes of events when so long a mean of them is taken. */
  Span meanOfFiveMinutes() {
    return pace.minutes(isScrapedOften() ? 3 : 5);
  }

  private boolean isScrapedOften() {
    return objective.scrapeInterval().toSeconds() <= 30;
  }

  private Span step() {
    return pace.of(objective.scrapeInterval());
  }

  private Selector waits(Indicator.Waits waits) {
    return chosen("touchpoint_promise_total").with(Matcher.equal("target", waits.target()));
  }

  private Selector requests(String... outcomes) {
    return chosen("touchpoint_requests_total")
        .with(Matcher.anyOf("outcome", new TreeSet<>(List.of(outcomes))));
  }

  private Selector probes(String metric) {
    return chosen(metric).with(OF_PROBES);
  }

  private Selector sources(String metric) {
    boolean probed =
        objective.indicator() instanceof Indicator.Reachable
            || objective.indicator() instanceof Indicator.Loads;
    return chosen(metric).with(probed ? OF_PROBES : OF_PODS);
  }

  private Selector chosen(String metric) {
    return Selector.of(metric).with(population());
  }

  private List<Matcher> population() {
    var matchers = new ArrayList<Matcher>();
    if (hasSources()) {
      matchers.add(Matcher.equal("namespace", objective.namespace()));
      matchers.add(Matcher.anyOf("channel", objective.population().channels().keySet()));
    }
    return matchers;
  }

  private String rate(Selector selector) {
    return "%s (rate(%s))".formatted(sum(), selector.over(window()));
  }

  /** Of several counters the sum, each with its own resets. A missing one counts for nothing. */
  private String rate(List<Selector> selectors) {
    if (selectors.size() == 1) {
      return rate(selectors.getFirst().with(population()));
    }
    var parts = new ArrayList<String>();
    for (Selector selector : selectors) {
      // A rate has no name: without a label of its own, one counter's would hide another's.
      parts.add(
          "label_replace(rate(%s), \"touchpoint_part\", \"%d\", \"\", \"\")"
              .formatted(selector.with(population()).over(window()), parts.size()));
    }
    return sum() + " (" + String.join(" or ", parts) + ")";
  }

  private String perSecond(String events) {
    return "%s (%s) / %s".formatted(sum(), events, window().inSeconds());
  }

  private String sum() {
    return by().isEmpty() ? "sum" : "sum by (" + by() + ")";
  }
}
