package cx.touchpoint.connector.conversation;

import java.time.Instant;
import java.util.List;

/**
 * One thing a customer said.
 *
 * @param id names the message to the responder, unique within the conversation; the same message
 *     sent again has the same id
 * @param conversation which conversation it belongs to
 * @param text the customer's words, never logged; blank only where there are files
 * @param receivedAt when its last byte arrived, by the hour of the day
 * @param receivedNanos the same moment on the stopwatch, in nanoseconds
 * @param trace the trace it belongs to
 * @param proofs what is proved about the customer
 * @param files what the customer sent with it; on its way in only their ids are known
 * @param enclosed files that came inside it, on its way in; kept they are among the others
 */
public record Message(
    String id,
    String conversation,
    String text,
    Instant receivedAt,
    long receivedNanos,
    TraceContext trace,
    List<Proof> proofs,
    List<Part.File> files,
    List<Part.NewFile> enclosed) {

  public Message {
    proofs = List.copyOf(proofs);
    files = List.copyOf(files);
    enclosed = List.copyOf(enclosed);
  }

  /** With files that are kept. */
  public Message(
      String id,
      String conversation,
      String text,
      Instant receivedAt,
      long receivedNanos,
      TraceContext trace,
      List<Proof> proofs,
      List<Part.File> files) {
    this(id, conversation, text, receivedAt, receivedNanos, trace, proofs, files, List.of());
  }

  /** With words only. */
  public Message(
      String id,
      String conversation,
      String text,
      Instant receivedAt,
      long receivedNanos,
      TraceContext trace,
      List<Proof> proofs) {
    this(id, conversation, text, receivedAt, receivedNanos, trace, proofs, List.of());
  }

  /** From somebody of whom nothing is proved. */
  public Message(
      String id,
      String conversation,
      String text,
      Instant receivedAt,
      long receivedNanos,
      TraceContext trace) {
    this(id, conversation, text, receivedAt, receivedNanos, trace, List.of());
  }

  MessageKey key() {
    return new MessageKey(conversation, id);
  }
}
