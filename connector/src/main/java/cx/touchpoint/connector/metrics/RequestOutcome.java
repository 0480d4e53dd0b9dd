package cx.touchpoint.connector.metrics;

/** How a request fared; Availability counts accepted against the first three. */
public enum RequestOutcome {
  ACCEPTED,
  OVERLOADED,
  FAILED,
  BAD_SIGNATURE,
  MALFORMED,
  UNROUTED
}
