package cx.touchpoint.operator.backtest;

import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.operator.objective.Objective;
import java.time.Duration;
import java.util.Optional;

/**
 * A promise that is held against the past.
 *
 * @param decided the wait it is about; empty when it is about none that connectors measure
 */
public record Tried(Objective objective, Optional<Wait> decided) {

  /**
   * A wait.
   *
   * @param within the longest that keeps the promise
   */
  public record Wait(Phase phase, Duration within) {}
}
