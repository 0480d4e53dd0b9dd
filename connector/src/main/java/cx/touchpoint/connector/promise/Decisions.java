package cx.touchpoint.connector.promise;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.metrics.PromiseResult;

/** Is told of what was decided. */
public interface Decisions {
  /** A promise was kept or broken, once per wait. */
  void decided(Promise promise, PromiseResult result, String conversation);

  /**
   * A customer left for good without a first answer.
   *
   * @param soon whether earlier than the promises' {@code abandonedAfter}
   */
  void abandoned(boolean soon);
}
