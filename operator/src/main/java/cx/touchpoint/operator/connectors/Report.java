package cx.touchpoint.operator.connectors;

import cx.touchpoint.api.connector.ConnectorStatus;

/** What one connector said when it was last asked. */
public sealed interface Report {

  /** The pod that was asked. */
  String pod();

  /** It answered. */
  record Answered(String pod, ConnectorStatus status) implements Report {}

  /** It was asked several times and did not answer. */
  record Silent(String pod, String why) implements Report {}
}
