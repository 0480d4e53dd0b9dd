package cx.touchpoint.connector.conversation;

/**
 * One connection of a customer's, as far as something is brought to it that it did not ask for.
 * Called in order and from any thread.
 */
public interface Recipient {

  /** What was said to the customer. */
  void reply(Reply reply);

  /** What they are to see besides. */
  void sign(Sign sign);
}
