package cx.touchpoint.connector.cloudevent;

/** How events lie in an HTTP message (CloudEvents HTTP protocol binding 1.0, section 3). */
public enum ContentMode {
  /** Attributes in headers, data as the body. */
  BINARY,
  /** One event as one JSON document. */
  STRUCTURED,
  /** Several events as one JSON array. */
  BATCH;

  /** Media type of structured mode. */
  public static final String STRUCTURED_TYPE = "application/cloudevents+json";

  /** Media type of batched mode. */
  public static final String BATCH_TYPE = "application/cloudevents-batch+json";
}
