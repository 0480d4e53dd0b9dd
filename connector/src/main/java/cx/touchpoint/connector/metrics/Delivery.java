package cx.touchpoint.connector.metrics;

/** What became of an answer. */
public enum Delivery {
  /** The customer's side has it. */
  DELIVERED("delivered", "none"),
  /** The customer went and did not ask for it again. */
  EXPIRED("expired", "customer_gone");

  private final String outcome;
  private final String reason;

  Delivery(String outcome, String reason) {
    this.outcome = outcome;
    this.reason = reason;
  }

  String outcome() {
    return outcome;
  }

  String reason() {
    return reason;
  }
}
