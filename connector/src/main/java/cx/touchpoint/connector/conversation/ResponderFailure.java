package cx.touchpoint.connector.conversation;

import java.time.Duration;

/** The responder did not answer. The message tells an operator of the channel what to look at. */
public final class ResponderFailure extends Exception {

  private final Outcome.Reason reason;
  private final Duration retryAfter;

  private ResponderFailure(String message, Outcome.Reason reason, Duration retryAfter) {
    super(message, null, false, false); // expected often; a stack trace says nothing
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** It may answer later. */
  public static ResponderFailure unavailable(String message, Duration retryAfter) {
    return new ResponderFailure(message, Outcome.Reason.RESPONDER_UNAVAILABLE, retryAfter);
  }

  /** It will never take this message. */
  public static ResponderFailure refused(String message) {
    return new ResponderFailure(message, Outcome.Reason.RESPONDER_REFUSED, Duration.ZERO);
  }

  /** Whether it may answer later. */
  public boolean isRetryable() {
    return reason.retryable();
  }

  /** What is not taken for its sake. */
  public Outcome.Refused outcome() {
    return new Outcome.Refused(reason, retryAfter);
  }
}
