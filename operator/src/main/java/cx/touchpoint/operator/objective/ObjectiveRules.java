package cx.touchpoint.operator.objective;

import static cx.touchpoint.operator.objective.Series.BAD;
import static cx.touchpoint.operator.objective.Series.BAD_BLOCK;
import static cx.touchpoint.operator.objective.Series.BAD_PERIOD;
import static cx.touchpoint.operator.objective.Series.BUDGET;
import static cx.touchpoint.operator.objective.Series.BURN_RATE;
import static cx.touchpoint.operator.objective.Series.DATA_STATE;
import static cx.touchpoint.operator.objective.Series.EXHAUSTION;
import static cx.touchpoint.operator.objective.Series.OBJECTIVE;
import static cx.touchpoint.operator.objective.Series.RATIO_PERIOD;
import static cx.touchpoint.operator.objective.Series.UP;
import static cx.touchpoint.operator.objective.Series.VALID;
import static cx.touchpoint.operator.objective.Series.VALID_BLOCK;
import static cx.touchpoint.operator.objective.Series.VALID_PERIOD;

import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.prometheus.RuleGroup;
import cx.touchpoint.operator.prometheus.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules of one promise. What connectors export is read by two of them; the others read what
 * those record, so that the cost does not depend on the number of pods. Every ratio is one of means
 * over the same samples: it weighs events, not minutes. Why it is so: docs/design/rules.md.
 */
public final class ObjectiveRules {

  private final Objective objective;
  private final Pace pace;
  private final Counted counted;
  private final Recorded recorded;
  private final String budget;

  private ObjectiveRules(Objective objective, Pace pace) {
    this.objective = objective;
    this.pace = pace;
    counted = new Counted(objective, pace);
    recorded = new Recorded(objective);
    budget = Numbers.plain(objective.share().rest());
  }

  /** The groups of a promise; their number depends neither on Channels nor on pods. */
  public static List<RuleGroup> of(Objective objective, Pace pace) {
    var rules = new ObjectiveRules(objective, pace);
    return List.of(rules.fast(), rules.blocks(), rules.slow());
  }

  /** What must be known within seconds. */
  private RuleGroup fast() {
    var rules = new ArrayList<Rule>();
    rules.add(recorded.rule(VALID, counted.valid()));
    rules.add(
        recorded.rule(
            BAD,
            "%s or on (%s) 0 * %s".formatted(counted.bad(), counted.by(), recorded.series(VALID))));
    if (counted.hasSources()) {
      rules.add(recorded.rule(UP, counted.up(recorded.series(UP))));
    }
    rules.add(ratio("5m", counted.meanOfFiveMinutes(), VALID, BAD));
    rules.add(ratio("30m", pace.minutes(30), VALID, BAD));
    rules.add(ratio("1h", pace.hours(1), VALID, BAD));
    rules.add(ratio("2h", pace.hours(2), VALID, BAD));
    rules.add(dataState());
    var alerts = new ObjectiveAlerts(objective, pace, recorded);
    alerts.page().ifPresent(rules::add);
    if (counted.hasSources() && objective.watchesSources()) {
      alerts.down().ifPresent(rules::add);
    }
    alerts.missing(counted.hasSources()).ifPresent(rules::add);
    return new RuleGroup(recorded.group("fast"), pace.seconds(30), rules);
  }

  /** Means of five minutes, for windows of days. They are only ever read over a range. */
  private RuleGroup blocks() {
    var rules = new ArrayList<Rule>();
    rules.add(recorded.rule(VALID_BLOCK, mean(VALID, pace.minutes(5))));
    rules.add(recorded.rule(BAD_BLOCK, mean(BAD, pace.minutes(5))));
    if (objective.reckoning() instanceof Reckoning.Calendar calendar) {
      rules.addAll(new CalendarRules(calendar, recorded, pace).blocks());
    }
    return new RuleGroup(recorded.group("blocks"), pace.minutes(5), rules);
  }

  /** What changes slowly, often enough for a look at any moment to find it. */
  private RuleGroup slow() {
    var rules = new ArrayList<Rule>();
    rules.add(
        recorded.rule(
            OBJECTIVE,
            "vector(" + Numbers.plain(objective.share().value()) + ")",
            Map.of("window", objective.reckoning().words(), "title", objective.title())));
    rules.add(ratio("6h", pace.hours(6), VALID_BLOCK, BAD_BLOCK));
    rules.add(ratio("1d", pace.days(1), VALID_BLOCK, BAD_BLOCK));
    rules.add(ratio("3d", pace.days(3), VALID_BLOCK, BAD_BLOCK));
    switch (objective.reckoning()) {
      case Reckoning.Rolling it -> rules.addAll(rolling(it));
      case Reckoning.Calendar it ->
          rules.addAll(new CalendarRules(it, recorded, pace).budget(budget));
    }
    rules.add(
        recorded.rule(
            RATIO_PERIOD,
            "%s / (%s > 0)".formatted(recorded.series(BAD_PERIOD), recorded.series(VALID_PERIOD))));
    rules.add(
        recorded.rule(BURN_RATE, "%s / %s".formatted(recorded.series(Series.ratio("1h")), budget)));
    new ObjectiveAlerts(objective, pace, recorded).ticket().ifPresent(rules::add);
    return new RuleGroup(recorded.group("slow"), pace.minutes(2), rules);
  }

  private List<Rule> rolling(Reckoning.Rolling window) {
    Span length = pace.of(window.length());
    var valid = recorded.series(VALID_PERIOD);
    var bad = recorded.series(BAD_PERIOD);
    return List.of(
        recorded.rule(VALID_PERIOD, mean(VALID_BLOCK, length)),
        recorded.rule(BAD_PERIOD, mean(BAD_BLOCK, length)),
        recorded.rule(
            BUDGET, "1 - %s / (%s * %s > 0) or 1 + 0 * %s".formatted(bad, budget, valid, valid)),
        recorded.rule(
            EXHAUSTION,
            "clamp_min(%s * %s - %s, 0) * %s / (%s > 0)"
                .formatted(
                    budget, valid, bad, length.inSeconds(), mean(BAD_BLOCK, pace.hours(6)))));
  }

  /** No sample where nobody came: nothing divided by nothing is no share. */
  private Rule ratio(String window, Span span, String valid, String bad) {
    return recorded.rule(
        Series.ratio(window), "%s / (%s > 0)".formatted(mean(bad, span), mean(valid, span)));
  }

  private String mean(String series, Span span) {
    return "avg_over_time(" + recorded.series(series).over(span) + ")";
  }

  /** 0 traffic, 1 idle, 2 not measured, 3 down. */
  private Rule dataState() {
    var valid = recorded.series(VALID);
    if (!counted.hasSources()) {
      return recorded.rule(
          DATA_STATE,
          "0 * (%s > 0) or 1 + 0 * (%s == 0) or 2 * absent(%s)".formatted(valid, valid, valid));
    }
    var up = recorded.series(UP);
    return recorded.rule(
        DATA_STATE,
        "3 + 0 * (%s == 0) or 0 * (%s > 0) or 1 + 0 * (%s == 0) or 2 + 0 * %s"
            .formatted(up, valid, valid, up));
  }
}
