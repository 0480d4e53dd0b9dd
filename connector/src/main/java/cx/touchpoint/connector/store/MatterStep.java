package cx.touchpoint.connector.store;

import org.jspecify.annotations.Nullable;

/** What becomes of a customer's matter. */
public sealed interface MatterStep {

  /**
   * People take it over.
   *
   * @param reason for them, null for none
   * @param toDesk whether they are somebody else than who hands over, so that the customer's last
   *     message is to have a turn with them
   */
  record HandOver(@Nullable String reason, boolean toDesk) implements MatterStep {}

  /**
   * It is settled.
   *
   * @param by who settled it, where nobody had handed it over
   */
  record Resolve(Said.Author by) implements MatterStep {}

  /** It is not settled after all. */
  record Reopen() implements MatterStep {}
}
