package cx.touchpoint.connector.store;

import cx.touchpoint.connector.conversation.Part;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was said in a conversation.
 *
 * @param seq its place in the conversation, from 1
 * @param at when it was kept, by the database's clock
 * @param id of the message
 * @param author who said it
 * @param inReplyTo id of the message it answers, null when it answers none
 * @param traceparent the trace it belongs to, null for none
 * @param tracestate the trace's state, null for none
 * @param parts its paragraphs and files, at least one
 * @param channel the Channel it was said on, null where that is the one it is read for
 * @param seen whether it is known that the customer has read it
 */
public record Said(
    long seq,
    Instant at,
    String id,
    Author author,
    @Nullable String inReplyTo,
    @Nullable String traceparent,
    @Nullable String tracestate,
    List<Part> parts,
    @Nullable String channel,
    boolean seen) {

  public Said {
    parts = List.copyOf(parts);
  }

  /** The same, of which it is known that the customer has read it. */
  Said seenByCustomer() {
    return new Said(seq, at, id, author, inReplyTo, traceparent, tracestate, parts, channel, true);
  }

  /** Who speaks. */
  public enum Author {
    Customer,
    Human,
    Automated
  }
}
