package cx.touchpoint.operator.management;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import java.util.function.Predicate;

/** What the probes say of the operator. */
final class Health {
  private Health() {}

  /**
   * No cache has ended for good. A cache that merely waits for the API server is alive: restarting
   * us would not bring that back.
   */
  static boolean isAlive(Operator operator) {
    return !operator.getRuntimeInfo().isStarted()
        || everyInformer(operator, InformerHealthIndicator::isRunning);
  }

  /**
   * Started, and every cache has been filled. In an installation of some namespaces one may be
   * closed to us; that must not keep a new version of the operator from replacing the old one.
   */
  static boolean isReady(Operator operator) {
    return operator.getRuntimeInfo().isStarted()
        && (!operator.getConfigurationService().stopOnInformerErrorDuringStartup()
            || everyInformer(operator, InformerHealthIndicator::hasSynced));
  }

  private static boolean everyInformer(
      Operator operator, Predicate<InformerHealthIndicator> holds) {
    return operator
        .getRuntimeInfo()
        .unhealthyInformerWrappingEventSourceHealthIndicator()
        .values()
        .stream()
        .flatMap(it -> it.values().stream())
        .flatMap(it -> it.informerHealthIndicators().values().stream())
        .allMatch(holds);
  }
}
