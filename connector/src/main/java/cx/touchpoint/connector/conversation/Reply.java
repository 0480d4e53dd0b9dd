package cx.touchpoint.connector.conversation;

import java.time.Instant;

/**
 * An answer on its way back. Asked for again it is the same, so a customer who saw it can tell.
 *
 * @param id follows from the message's id: {@code <message id>.1}
 * @param message what it answers
 * @param answer what is said
 * @param at when it was given
 */
public record Reply(String id, Message message, Answer answer, Instant at) {
  static Reply to(Message message, Answer answer, Instant at) {
    return new Reply(message.id() + ".1", message, answer, at);
  }
}
