package cx.touchpoint.operator.connectors;

import cx.touchpoint.api.connector.ConnectorStatus;

/** What is known of one connector since it was last asked. */
public sealed interface Report {

  /** The pod that was asked. */
  String pod();

  /** It answered. */
  record Answered(String pod, ConnectorStatus status) implements Report {}

  /** It was asked several times and did not answer. */
  record Silent(String pod, String why) implements Report {}

  /** It is new to us and has not said anything yet, nor been silent for long enough to say so. */
  record Unasked(String pod) implements Report {}
}
