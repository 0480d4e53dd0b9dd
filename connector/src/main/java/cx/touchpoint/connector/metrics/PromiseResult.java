package cx.touchpoint.connector.metrics;

/** Whether a promise was kept. */
public enum PromiseResult {
  KEPT,
  BROKEN
}
