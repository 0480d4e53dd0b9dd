package cx.touchpoint.connector.conversation;

import java.util.Optional;

/** What becomes of a customer's matter, beside what is said. */
public sealed interface Step {

  /**
   * People take it over.
   *
   * @param reason for those people, never for the customer
   */
  record Handoff(Optional<String> reason) implements Step {}

  /**
   * It is settled.
   *
   * @param by who settled it, where nobody had handed it over
   */
  record Resolved(Answer.Author by) implements Step {}

  /** It is not settled after all. */
  record Reopened() implements Step {}
}
