package cx.touchpoint.connector.conversation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How a message fared. */
public sealed interface Outcome {

  /**
   * The responder took the message.
   *
   * @param reply its answer, empty when it has nothing to say
   */
  record Answered(Optional<Reply> reply) implements Outcome {}

  /**
   * The message is kept: whatever dies meanwhile, it will be answered or given up with a word to
   * the customer.
   *
   * @param answered ends when its turn is over, or never where another replica has it
   */
  record Kept(CompletableFuture<Answered> answered) implements Outcome {}

  /**
   * Nobody took the message.
   *
   * @param reason why
   * @param retryAfter how long to wait before sending it again; meaningless when {@link
   *     Reason#retryable()} is false
   */
  record Refused(Reason reason, Duration retryAfter) implements Outcome {}

  /** Why a message was not taken. */
  enum Reason {
    /** More messages wait than this replica can serve soon. */
    OVERLOADED("overloaded", true),
    /** This replica is shutting down; another one takes the message. */
    GOING_AWAY("going_away", true),
    /** Messages are to be kept and nothing can be kept now. */
    STORE_UNAVAILABLE("store_unavailable", true),
    /** It names a file that is not there. */
    UNKNOWN_ATTACHMENT("invalid", false),
    /** The responder gave no usable answer in time. */
    RESPONDER_UNAVAILABLE("responder_unavailable", true),
    /** The responder says it will never take this message. */
    RESPONDER_REFUSED("responder_refused", false);

    private final String word;
    private final boolean retryable;

    Reason(String word, boolean retryable) {
      this.word = word;
      this.retryable = retryable;
    }

    /** The word on the wire and in logs. */
    public String word() {
      return word;
    }

    /** Whether the same message may be taken later. */
    public boolean retryable() {
      return retryable;
    }
  }
}
