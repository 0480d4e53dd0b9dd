package cx.touchpoint.connector.conversation;

import java.time.Duration;

/** How a late reply fared. */
public sealed interface LateOutcome {

  /**
   * It is kept and on its way to the customer.
   *
   * @param id of the reply
   * @param seq its place in the conversation
   */
  record Said(String id, long seq) implements LateOutcome {}

  /** Nothing was said, so there is nothing to name: those customers see it who are there. */
  record Shown() implements LateOutcome {}

  /** The conversation has no such message of its customer's. */
  record NoMessage() implements LateOutcome {}

  /** There is no such conversation. */
  record NoConversation() implements LateOutcome {}

  /** Nothing is kept on this channel, so there is nothing that could carry a late reply. */
  record NothingKept() implements LateOutcome {}

  /**
   * It says what cannot be said here.
   *
   * @param detail what, and what to send instead
   */
  record Refused(String detail) implements LateOutcome {}

  /** It could not be kept now. */
  record Unavailable(Duration retryAfter) implements LateOutcome {}
}
