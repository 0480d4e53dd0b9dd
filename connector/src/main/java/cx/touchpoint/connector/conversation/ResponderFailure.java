package cx.touchpoint.connector.conversation;

import java.time.Duration;

/** The responder did not answer. The message tells an operator of the channel what to look at. */
public final class ResponderFailure extends Exception {

  private final Outcome.Reason reason;
  private final Duration retryAfter;
  private final boolean asked;

  private ResponderFailure(
      String message, Outcome.Reason reason, Duration retryAfter, boolean asked) {
    super(message, null, false, false); // expected often; a stack trace says nothing
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.asked = asked;
  }

  /** It may answer later. */
  public static ResponderFailure unavailable(String message, Duration retryAfter) {
    return new ResponderFailure(message, Outcome.Reason.RESPONDER_UNAVAILABLE, retryAfter, true);
  }

  /** It was not asked at all, because it fails everybody. */
  public static ResponderFailure notAsked(String message, Duration retryAfter) {
    return new ResponderFailure(message, Outcome.Reason.RESPONDER_UNAVAILABLE, retryAfter, false);
  }

  /** It will never take this message. */
  public static ResponderFailure refused(String message) {
    return new ResponderFailure(message, Outcome.Reason.RESPONDER_REFUSED, Duration.ZERO, true);
  }

  /** Whether it may answer later. */
  public boolean isRetryable() {
    return reason.retryable();
  }

  /** Whether the responder heard of the message. */
  public boolean isAsked() {
    return asked;
  }

  /** What is not taken for its sake. */
  public Outcome.Refused outcome() {
    return new Outcome.Refused(reason, retryAfter);
  }
}
