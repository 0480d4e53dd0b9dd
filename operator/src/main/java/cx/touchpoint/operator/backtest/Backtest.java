package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.Prometheus;
import cx.touchpoint.operator.measure.Unanswered;
import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.objective.Population;
import cx.touchpoint.operator.prometheus.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds promises against the past. Each promise costs one to seven questions for every hundred of
 * its Channels, asked one after another; what two promises have in common is asked once.
 */
public final class Backtest {

  /** More in one question would make its answer larger than is read. */
  private static final int CHANNELS_AT_ONCE = 100;

  private final Prometheus prometheus;
  private final Slices slices;
  private final Progress progress;
  private final Set<String> warnings = new LinkedHashSet<>();

  /** Who wants to know how far it is. */
  @FunctionalInterface
  public interface Progress {

    /** So many of so many questions are answered. */
    void answered(int done, int all);
  }

  /** Asks this Prometheus about this past. */
  public Backtest(Prometheus prometheus, Slices slices, Progress progress) {
    this.prometheus = prometheus;
    this.slices = slices;
    this.progress = progress;
  }

  /**
   * What the promises would have come to, in their order.
   *
   * @throws Unanswered when a question was not answered
   */
  public List<Score> scores(List<Tried> promises) throws Unanswered, InterruptedException {
    var measures = promises.stream().map(it -> Measures.of(it, slices)).toList();
    Map<Key, Sums> answers = answers(promises, measures);
    var scores = new ArrayList<Score>();
    for (int index = 0; index < measures.size(); index++) {
      Measure measure = measures.get(index);
      Objective objective = promises.get(index).objective();
      List<Sums> said =
          measure.questions().stream().map(it -> answers.get(key(it, objective))).toList();
      for (String channel : channels(objective)) {
        Measure.Outcome outcome = measure.outcome(said, channel);
        double recorded = (double) said.getFirst().moments(channel).size() / slices.count();
        scores.add(
            new Score(objective, channel, outcome.steps(), Math.min(1, recorded), outcome.notes()));
      }
    }
    return scores;
  }

  /** What Prometheus said against its own answers. */
  public Set<String> warnings() {
    return Set.copyOf(warnings);
  }

  /** One question about one population, whichever promise asks it. */
  private record Key(List<String> expressions, String label) {}

  private Map<Key, Sums> answers(List<Tried> promises, List<Measure> measures)
      throws Unanswered, InterruptedException {
    var keys = new LinkedHashSet<Key>();
    for (int index = 0; index < measures.size(); index++) {
      Objective objective = promises.get(index).objective();
      measures.get(index).questions().forEach(it -> keys.add(key(it, objective)));
    }
    int all = keys.stream().mapToInt(it -> it.expressions().size()).sum();
    int done = 0;
    var answers = new HashMap<Key, Sums>();
    for (Key key : keys) {
      var sums = new Sums();
      for (String expression : key.expressions()) {
        Answer answer = prometheus.range(expression, slices.first(), slices.end(), slices.length());
        warnings.addAll(answer.warnings());
        sums.add(answer, key.label());
        progress.answered(++done, all);
      }
      answers.put(key, sums);
    }
    return answers;
  }

  private static Key key(Question question, Objective objective) {
    return new Key(
        populations(objective).stream().map(question.expression()).toList(), question.label());
  }

  private static List<List<Matcher>> populations(Objective objective) {
    if (objective.population() instanceof Population.Anything) {
      return List.of(List.of());
    }
    List<String> names = List.copyOf(objective.population().channels().keySet());
    var parts = new ArrayList<List<Matcher>>();
    for (int from = 0; from < names.size(); from += CHANNELS_AT_ONCE) {
      parts.add(
          List.of(
              Matcher.equal("namespace", objective.namespace()),
              Matcher.anyOf(
                  "channel",
                  names.subList(from, Math.min(from + CHANNELS_AT_ONCE, names.size())))));
    }
    return parts;
  }

  private static List<String> channels(Objective objective) {
    return objective.population() instanceof Population.Each it
        ? List.copyOf(it.owners().keySet())
        : List.of("");
  }
}
