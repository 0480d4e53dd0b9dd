package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.objective.Objective;
import java.util.List;

/**
 * What a promise would have come to on one Channel.
 *
 * @param channel empty when all are taken together, or there is none
 * @param steps the promise and its neighbours, strictest first
 * @param recorded the share of the past of which anything is known, 0 to 1
 * @param notes what the figures leave out, in sentences
 */
public record Score(
    Objective objective, String channel, List<Step> steps, double recorded, List<String> notes) {
  public Score {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }
}
