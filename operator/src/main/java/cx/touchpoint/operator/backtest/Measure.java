package cx.touchpoint.operator.backtest;

import java.util.List;

/** How one promise is counted in the past. */
interface Measure {

  /** What to ask; the first tells where anything is known. */
  List<Question> questions();

  /**
   * What the answers come to on one Channel.
   *
   * @param answers one for each question
   * @param channel empty when all are taken together
   */
  Outcome outcome(List<Sums> answers, String channel);

  /**
   * What a promise and its neighbours come to.
   *
   * @param steps strictest first
   * @param notes what the figures leave out, in sentences
   */
  record Outcome(List<Step> steps, List<String> notes) {
    public Outcome {
      steps = List.copyOf(steps);
      notes = List.copyOf(notes);
    }
  }
}
