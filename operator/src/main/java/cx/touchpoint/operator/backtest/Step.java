package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.measure.Percent;
import cx.touchpoint.operator.objective.Share;
import java.time.Duration;
import java.util.Optional;

/**
 * What one promise would have come to: the one that is tried, or one a step stricter or looser.
 *
 * @param within the longest wait that keeps it, where it is about a wait
 * @param promised whether it is the one that is tried
 * @param events how many decided, good and bad; estimated by Prometheus, so not always whole
 * @param leastBroken how much was broken at least, 0 to 1
 * @param mostBroken how much at most: what was recorded does not always tell more
 */
public record Step(
    Optional<Duration> within,
    Share objective,
    boolean promised,
    double events,
    double leastBroken,
    double mostBroken) {

  /** Whether a promise was kept. */
  public enum Met {
    yes,
    no,
    /** What was recorded does not tell. */
    unclear,
    /** Nothing happened. */
    nobody
  }

  public Step {
    leastBroken = Math.clamp(leastBroken, 0, 1);
    mostBroken = Math.clamp(mostBroken, leastBroken, 1);
  }

  /** Whether anything happened that it could be held against. */
  public boolean isKnown() {
    return events > 0;
  }

  /** Whether what was recorded tells the share exactly. */
  public boolean isExact() {
    return leastBroken == mostBroken;
  }

  /** Whether it was kept. */
  public Met met() {
    if (!isKnown()) {
      return Met.nobody;
    }
    boolean atBest = !Percent.overdrawn(1 - leastBudget());
    boolean atWorst = !Percent.overdrawn(1 - mostBudget());
    return atWorst ? Met.yes : atBest ? Met.unclear : Met.no;
  }

  /** How much of the error budget was used at least; 1 is all of it. */
  double leastBudget() {
    return leastBroken / objective.rest().doubleValue();
  }

  /** How much at most. */
  double mostBudget() {
    return mostBroken / objective.rest().doubleValue();
  }
}
