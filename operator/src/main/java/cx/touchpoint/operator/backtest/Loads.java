package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.objective.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Fetches of a page, by the time each probe took. */
final class Loads implements Measure {

  /** Times one might promise instead, in milliseconds. */
  private static final List<Integer> TIMES =
      List.of(50, 100, 250, 500, 1000, 2000, 3000, 5000, 10000, 15000, 20000, 30000, 60000);

  private final Objective objective;
  private final Duration within;
  private final Expressions expressions;
  private final List<Duration> times;

  Loads(Objective objective, Duration within, Expressions expressions) {
    this.objective = objective;
    this.within = within;
    this.expressions = expressions;
    times = Neighbours.of(within, TIMES.stream().map(Duration::ofMillis).toList());
  }

  @Override
  public List<Question> questions() {
    return Stream.concat(
            Stream.of(expressions.probes(), expressions.probedSteps()),
            times.stream().map(expressions::stepsBeyond))
        .toList();
  }

  @Override
  public Outcome outcome(List<Sums> answers, String channel) {
    double events = answers.get(0).total(channel);
    double all = answers.get(1).total(channel);
    var steps = new ArrayList<Step>();
    for (int index = 0; index < times.size(); index++) {
      double broken = all > 0 ? answers.get(index + 2).total(channel) / all : 0;
      steps.add(
          new Step(
              Optional.of(times.get(index)),
              objective.share(),
              times.get(index).equals(within),
              events,
              broken,
              broken));
    }
    return new Outcome(
        steps, List.of("It is how long the document took to be fetched, not to be drawn."));
  }
}
