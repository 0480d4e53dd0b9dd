package cx.touchpoint.connector.webhook;

import cx.touchpoint.connector.cloudevent.ContentMode;
import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
import cx.touchpoint.connector.cloudevent.Sent;
import cx.touchpoint.connector.cloudevent.TouchpointEvents;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.conversation.TraceContext;
import io.cloudevents.CloudEvent;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One event a sender sent, and the message it is.
 *
 * @param id the event's id, as its sender knows it
 */
record SentEvent(String id, Message message) {

  /** By which its answer is told apart; all that is held while its sender waits. */
  record Name(String id, String conversation) {}

  Name name() {
    return new Name(id, message.conversation());
  }

  /** Longest id, source and subject, in characters. */
  private static final int LONGEST_NAME = 512;

  /**
   * The messages of one request, in their order.
   *
   * @throws MalformedEvent when any of them cannot be used
   */
  static List<SentEvent> allOf(MultiMap headers, HttpEvents events, Ticks ticks)
      throws MalformedEvent {
    TraceContext trace = TraceContext.of(headers.get("traceparent"), headers.get("tracestate"));
    List<SentEvent> sent = new ArrayList<>();
    for (int i = 0; i < events.events().size(); i++) {
      try {
        sent.add(of(events.events().get(i), trace, ticks));
      } catch (MalformedEvent e) {
        throw events.mode() == ContentMode.BATCH ? e.within("[" + i + "]") : e;
      }
    }
    return sent;
  }

  private static SentEvent of(CloudEvent event, TraceContext request, Ticks ticks)
      throws MalformedEvent {
    String source = event.getSource().toString();
    String subject = event.getSubject();
    String conversation = subject == null || subject.isBlank() ? source : subject;
    bounded("id", event.getId());
    bounded("source", source);
    bounded("subject", conversation);
    Sent said = Sent.of(event);
    return new SentEvent(
        event.getId(),
        new Message(
            idOf(source, event.getId()),
            conversation,
            said.text(),
            ticks.now(),
            ticks.nanoTime(),
            traceOf(event, request),
            said.customer(),
            List.of(),
            said.files()));
  }

  private static void bounded(String field, String value) throws MalformedEvent {
    if (value.length() > LONGEST_NAME) {
      throw new MalformedEvent(
          field, "has %d characters. Send at most %d.".formatted(value.length(), LONGEST_NAME));
    }
    // CloudEvents 1.0, "Type System"; PostgreSQL would refuse the first of them.
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedEvent(field, "holds a control character. Send it without.");
    }
  }

  // Two sources may use the same id for different events, the responder must see two ids.
  private static String idOf(String source, String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((source + '\n' + id).getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      // A name-based UUID by a hash of our choice (RFC 9562, version 8).
      long high = bytes.getLong() & ~0xF000L | 0x8000L;
      long low = bytes.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
      return new UUID(high, low).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static TraceContext traceOf(CloudEvent event, TraceContext request) {
    TraceContext own = TouchpointEvents.traceOf(event);
    return own.traceparent() == null ? request : own;
  }
}
