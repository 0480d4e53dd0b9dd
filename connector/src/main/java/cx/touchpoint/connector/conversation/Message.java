package cx.touchpoint.connector.conversation;

import java.time.Instant;

/**
 * One thing a customer said.
 *
 * @param id names the message to the responder, unique within the conversation; the same message
 *     sent again has the same id
 * @param conversation which conversation it belongs to
 * @param text the customer's words, never logged
 * @param receivedAt when its last byte arrived, by the hour of the day
 * @param receivedNanos the same moment on the stopwatch, in nanoseconds
 * @param trace the trace it belongs to
 */
public record Message(
    String id,
    String conversation,
    String text,
    Instant receivedAt,
    long receivedNanos,
    TraceContext trace) {

  MessageKey key() {
    return new MessageKey(conversation, id);
  }
}
