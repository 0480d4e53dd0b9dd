package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.measure.WriteRhythm;
import java.util.Optional;

/**
 * What an operator puts into the rules of every promise.
 *
 * @param pace how fast time passes for rules
 * @param runbooks where the pages lie that say what to do; empty when nobody has said
 */
public record PromiseSettings(Pace pace, Optional<String> runbooks) {

  /** How often figures are written into statuses. */
  public WriteRhythm rhythm() {
    return new WriteRhythm(pace.of(WriteRhythm.PAUSE).duration());
  }
}
