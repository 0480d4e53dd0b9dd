package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.attachment.Limits;
import cx.touchpoint.connector.cloudevent.TouchpointEvents;
import cx.touchpoint.connector.conversation.Outcome;
import java.time.Duration;

/**
 * Why a message was not taken.
 *
 * @param reason one word of a closed list
 * @param detail for the developer of a page
 * @param retryable whether the same message may be taken later
 * @param retryAfterMillis how long to wait then
 */
record Rejection(String reason, String detail, boolean retryable, long retryAfterMillis) {

  static final Rejection NO_UUID =
      new Rejection("invalid", "id is no UUID. Send a random one per message.", false, 0);
  static final Rejection BLANK =
      new Rejection("invalid", "text is blank. Send what the customer wrote.", false, 0);
  static final Rejection NO_FILES =
      new Rejection("invalid", "This chat takes no files. Leave attachments out.", false, 0);
  static final Rejection BAD_FILES =
      new Rejection(
          "invalid",
          "attachments is no list of at most %d different ids of files. Send those that the uploads were answered."
              .formatted(Limits.MOST_OF_A_MESSAGE),
          false,
          0);
  static final Rejection TOO_LONG =
      new Rejection(
          "too_long",
          "text is longer than %d characters. Send less.".formatted(TouchpointEvents.LONGEST_TEXT),
          false,
          0);
  static final Rejection TOO_MANY =
      new Rejection(
          "too_many",
          "%d messages of this socket are unanswered. Wait for an answer."
              .formatted(ChatSocket.MOST_UNANSWERED),
          true,
          1_000);
  static final Rejection GOING_AWAY = of(Outcome.Reason.GOING_AWAY, Duration.ZERO);

  static Rejection of(Outcome.Refused refused) {
    return of(refused.reason(), refused.retryAfter());
  }

  private static Rejection of(Outcome.Reason reason, Duration retryAfter) {
    return new Rejection(
        reason.word(),
        switch (reason) {
          case OVERLOADED -> "More is waiting than can be answered soon. Send it again later.";
          case GOING_AWAY -> "This replica is shutting down. Reconnect and send it again.";
          case STORE_UNAVAILABLE -> "Nothing can be kept now. Send it again later.";
          case UNKNOWN_ATTACHMENT ->
              "attachments names a file that is not in this conversation, or no more. Send the file again.";
          case RESPONDER_UNAVAILABLE -> "Nobody could answer. Send it again later.";
          case RESPONDER_REFUSED -> "The responder will not take this message.";
        },
        reason.retryable(),
        retryAfter.toMillis());
  }
}
