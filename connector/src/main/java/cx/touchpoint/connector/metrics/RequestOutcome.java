package cx.touchpoint.connector.metrics;

/** How a request fared; Availability counts accepted against the first three. */
public enum RequestOutcome {
  ACCEPTED,
  OVERLOADED,
  FAILED,
  BAD_SIGNATURE,
  MALFORMED,
  UNROUTED,
  /** Its client had as many open as one may; no fault of the channel's. */
  LIMITED
}
