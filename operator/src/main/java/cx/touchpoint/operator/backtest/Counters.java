package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.objective.Share;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Good and bad events, by counters.
 *
 * @param objective what is promised of them
 * @param all questions whose answers add up to all events
 * @param bad questions whose answers add up to the bad ones
 */
record Counters(Objective objective, List<Counted> all, List<Counted> bad) implements Measure {

  /**
   * A part of an answer.
   *
   * @param values of the question's label those that are meant; empty for any
   */
  record Counted(Question question, Set<String> values) {

    /** All of it. */
    static Counted all(Question question) {
      return new Counted(question, Set.of());
    }

    double of(Sums answer, String channel) {
      return values.isEmpty()
          ? answer.total(channel)
          : values.stream().mapToDouble(it -> answer.of(channel).getOrDefault(it, 0.0)).sum();
    }
  }

  @Override
  public List<Question> questions() {
    return Stream.concat(all.stream(), bad.stream()).map(Counted::question).toList();
  }

  @Override
  public Outcome outcome(List<Sums> answers, String channel) {
    double events = 0;
    for (int index = 0; index < all.size(); index++) {
      events += all.get(index).of(answers.get(index), channel);
    }
    double broken = 0;
    for (int index = 0; index < bad.size(); index++) {
      broken += bad.get(index).of(answers.get(all.size() + index), channel);
    }
    double share = events > 0 ? broken / events : 0;
    double seen = events;
    return new Outcome(
        Neighbours.nines(objective.share().value()).stream()
            .sorted(Comparator.<BigDecimal>naturalOrder().reversed())
            .map(
                it ->
                    new Step(
                        Optional.empty(),
                        new Share(it),
                        it.compareTo(objective.share().value()) == 0,
                        seen,
                        share,
                        share))
            .toList(),
        List.of());
  }
}
