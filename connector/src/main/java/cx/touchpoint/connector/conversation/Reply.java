package cx.touchpoint.connector.conversation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way back. Asked for again it is the same, so a customer who saw it can tell.
 *
 * @param id follows from the message's id: {@code <message id>.1}, of people who have the
 *     conversation {@code <message id>.2}
 * @param conversation which conversation it belongs to
 * @param inReplyTo id of the message it answers, null when it answers none
 * @param seq its place in the conversation where that is kept, else 0
 * @param answer what is said
 * @param at when it was given
 * @param trace the trace it belongs to
 */
public record Reply(
    String id,
    String conversation,
    @Nullable String inReplyTo,
    long seq,
    Answer answer,
    Instant at,
    TraceContext trace) {

  static Reply to(Message message, Answer answer, Instant at) {
    return new Reply(
        idOfAnswerTo(message.id()),
        message.conversation(),
        message.id(),
        0,
        answer,
        at,
        message.trace());
  }

  /** The same, told in other parts. */
  public Reply told(List<Part> parts) {
    return new Reply(
        id, conversation, inReplyTo, seq, new Answer(answer.author(), parts), at, trace);
  }

  /** The id of the answer to a message. */
  public static String idOfAnswerTo(String message) {
    return message + ".1";
  }

  /** The id of the answer of people to whom a message was handed over, perhaps with an answer. */
  public static String idOfPeoplesAnswerTo(String message) {
    return message + ".2";
  }
}
