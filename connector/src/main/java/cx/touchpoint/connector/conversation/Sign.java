package cx.touchpoint.connector.conversation;

/** What whoever answers lets the customer see without saying anything. */
public sealed interface Sign {

  /**
   * A person begins to write an answer, or leaves off.
   *
   * @param on whether they write
   */
  record Typing(boolean on) implements Sign {}

  /**
   * People have read what the customer wrote.
   *
   * @param upTo id of the last message of the customer's that they have read
   */
  record Read(String upTo) implements Sign {}
}
