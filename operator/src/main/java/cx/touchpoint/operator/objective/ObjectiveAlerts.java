package cx.touchpoint.operator.objective;

import static cx.touchpoint.operator.objective.Series.BAD;
import static cx.touchpoint.operator.objective.Series.BAD_BLOCK;
import static cx.touchpoint.operator.objective.Series.UP;
import static cx.touchpoint.operator.objective.Series.VALID;

import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.prometheus.Span;
import cx.touchpoint.operator.prometheus.Template;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The alerts of one promise. Nothing that changes between evaluations is among their labels. */
final class ObjectiveAlerts {

  private final Objective objective;
  private final Pace pace;
  private final Recorded recorded;
  private final AlertWords words;

  ObjectiveAlerts(Objective objective, Pace pace, Recorded recorded) {
    this.objective = objective;
    this.pace = pace;
    this.recorded = recorded;
    words = new AlertWords(objective);
  }

  /** Somebody must look now. */
  Optional<Rule> page() {
    Span step = pace.seconds(30);
    return objective
        .alarms()
        .page()
        .map(
            severity ->
                alert(
                    Series.BURN_FAST,
                    pair("5m", "1h", Burn.PAGE_FAST, BAD, pace.hours(1), step)
                        + " or "
                        + pair("30m", "6h", Burn.PAGE_SLOW, BAD_BLOCK, pace.hours(6), block()),
                    Optional.empty(),
                    severity,
                    words.burnsFast()));
  }

  /** Somebody must look today. */
  Optional<Rule> ticket() {
    return objective
        .alarms()
        .ticket()
        .map(
            severity ->
                alert(
                    Series.BURN_SLOW,
                    pair("2h", "1d", Burn.TICKET_FAST, BAD_BLOCK, pace.days(1), block())
                        + " or "
                        + pair("6h", "3d", Burn.TICKET_SLOW, BAD_BLOCK, pace.days(3), block()),
                    Optional.empty(),
                    severity,
                    words.burnsSlowly()));
  }

  /** Nothing answers. The same for every promise of a Channel, so without the promise's name. */
  Optional<Rule> down() {
    return objective
        .alarms()
        .page()
        .map(
            severity ->
                alert(
                    Series.SOURCE_DOWN,
                    "sum without (slo) (%s) == 0".formatted(recorded.series(UP)),
                    Optional.of(pace.minutes(3)),
                    severity,
                    words.isDown()));
  }

  /** It runs, and what would tell is not there. */
  Optional<Rule> missing(boolean hasSources) {
    // What is bad may be there without what there is at all, but not the other way round.
    var valid = recorded.series(VALID);
    String expression =
        hasSources
            ? "%s > 0 unless on (namespace, slo, channel) %s".formatted(recorded.series(UP), valid)
            : "absent(" + valid + ")";
    return objective
        .alarms()
        .ticket()
        .map(
            severity ->
                alert(
                    Series.METRIC_MISSING,
                    expression,
                    Optional.of(pace.minutes(15)),
                    severity,
                    words.isNotMeasured()));
  }

  /**
   * Both windows burn too fast, and enough events were bad. Those are summed up step by step: a
   * mean times the window's length would invent them while there is less of it than a window.
   */
  private String pair(
      String shortWindow, String longWindow, Burn burn, String bad, Span span, Span step) {
    String threshold = burn.threshold(objective.share(), objective.reckoning().length());
    return "(%s > %s and %s > %s and sum_over_time(%s) * %s >= %d)"
        .formatted(
            recorded.series(Series.ratio(shortWindow)),
            threshold,
            recorded.series(Series.ratio(longWindow)),
            threshold,
            recorded.series(bad).over(span, step),
            step.inSeconds(),
            objective.alarms().minimumBadEvents());
  }

  private Span block() {
    return pace.minutes(5);
  }

  private Rule alert(
      String name,
      String expression,
      Optional<Span> pending,
      String severity,
      Map<String, String> annotations) {
    var labels = new TreeMap<>(objective.alarms().labels());
    labels.replaceAll((label, value) -> Template.literally(value));
    labels.put("severity", Template.literally(severity));
    labels.put("namespace", objective.namespace());
    var all = new TreeMap<>(annotations);
    all.putAll(words.links(name));
    return new Rule.Alerting(
        name, Owned.by(objective.population(), expression, labels), pending, labels, all);
  }
}
