package cx.touchpoint.connector.conversation;

import java.util.concurrent.CompletableFuture;

/**
 * One message's turn with the responder.
 *
 * @param outcome ends with how it fared
 * @param submittedNanos when it began to wait, on the stopwatch
 */
record Turn(Message message, CompletableFuture<Outcome> outcome, long submittedNanos) {
  String conversation() {
    return message.conversation();
  }
}
