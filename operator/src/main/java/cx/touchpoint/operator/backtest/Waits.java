package cx.touchpoint.operator.backtest;

import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.operator.backtest.Tried.Wait;
import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.prometheus.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Waits, by the histograms in which connectors count every answer. */
final class Waits implements Measure {

  private static final double NANOS = 1e9;

  private final Objective objective;
  private final Wait wait;
  private final Expressions expressions;

  Waits(Objective objective, Wait wait, Expressions expressions) {
    this.objective = objective;
    this.wait = wait;
    this.expressions = expressions;
  }

  @Override
  public List<Question> questions() {
    var questions = new ArrayList<Question>();
    questions.add(expressions.increase(histogram() + "_bucket", "le"));
    if (wait.phase() == Phase.FirstResponse) {
      questions.add(expressions.increase("touchpoint_abandoned_total", ""));
    }
    return questions;
  }

  private String histogram() {
    return switch (wait.phase()) {
      case Acknowledge -> "touchpoint_acknowledge_seconds";
      case FirstResponse -> "touchpoint_first_response_seconds";
      case NextResponse -> "touchpoint_next_response_seconds";
      case Resolution -> "touchpoint_resolution_seconds";
      case Load -> throw new IllegalArgumentException("no connector measures " + wait.phase());
    };
  }

  @Override
  public Outcome outcome(List<Sums> answers, String channel) {
    NavigableMap<Duration, Double> within = new TreeMap<>();
    double answered = cumulative(answers.getFirst().of(channel), within);
    double left = answers.size() > 1 ? answers.get(1).total(channel) : 0;
    double events = answered + left;
    List<Step> steps =
        Neighbours.of(wait.within(), within.keySet()).stream()
            .map(it -> step(it, within, answered, events))
            .toList();
    return new Outcome(steps, notes(within, left, events));
  }

  /** Fills in how many answers came within each time; returns how many there were. */
  private static double cumulative(
      Map<String, Double> buckets, NavigableMap<Duration, Double> within) {
    var bySeconds = new TreeMap<Double, Double>();
    buckets.forEach(
        (le, count) -> seconds(le).ifPresent(it -> bySeconds.merge(it, count, Double::sum)));
    double most = 0;
    for (var bucket : bySeconds.entrySet()) {
      // Each is estimated by itself, so that a larger one may come out less by a trifle.
      most = Math.max(most, bucket.getValue());
      if (Double.isFinite(bucket.getKey())) {
        within.put(Duration.ofNanos(Math.round(bucket.getKey() * NANOS)), most);
      }
    }
    return most;
  }

  private static Optional<Double> seconds(String le) {
    try {
      double seconds = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
      return seconds > 0 ? Optional.of(seconds) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Step step(
      Duration time, NavigableMap<Duration, Double> within, double answered, double events) {
    var below = within.floorEntry(time);
    var above = within.ceilingEntry(time);
    double atLeast = below == null ? 0 : below.getValue();
    double atMost = above == null ? answered : above.getValue();
    return new Step(
        Optional.of(time),
        objective.share(),
        time.equals(wait.within()),
        events,
        events > 0 ? 1 - atMost / events : 0,
        events > 0 ? 1 - atLeast / events : 0);
  }

  private List<String> notes(NavigableMap<Duration, Double> within, double left, double events) {
    if (events <= 0) {
      return List.of();
    }
    var notes = new ArrayList<String>();
    if (!within.containsKey(wait.within())) {
      var below = within.lowerKey(wait.within());
      var above = within.higherKey(wait.within());
      notes.add(
          "%s lies between the times that are counted (%s and %s), so its share is known only as a range."
              .formatted(
                  new Span(wait.within()),
                  below == null ? "0s" : new Span(below),
                  above == null ? "any" : new Span(above)));
    }
    notes.add(
        switch (wait.phase()) {
          case FirstResponse ->
              String.format(
                  Locale.ROOT,
                  "%,.0f left without an answer and count as let down, whatever the time.",
                  left);
          case NextResponse ->
              "Who left before an answer came is not in it: only answers are counted by time.";
          case Resolution ->
              "What was never settled is not in it: only settled matters are counted.";
          case Acknowledge, Load ->
              "Messages that were never taken are not in it: promise Availability for those.";
        });
    return notes;
  }
}
