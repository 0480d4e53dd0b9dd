package cx.touchpoint.connector.conversation;

import org.jspecify.annotations.Nullable;

/**
 * An answer that comes by itself, after the responder's response.
 *
 * @param conversation which conversation it belongs to
 * @param key by which it is known when it is sent again
 * @param inReplyTo id of the message it answers, null when it answers none
 * @param answer what is said
 * @param trace the trace it belongs to
 */
public record LateReply(
    String conversation,
    String key,
    @Nullable String inReplyTo,
    Answer answer,
    TraceContext trace) {}
