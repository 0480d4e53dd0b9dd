package cx.touchpoint.connector.conversation;

import org.jspecify.annotations.Nullable;

/**
 * What comes by itself, after the responder's response.
 *
 * @param conversation which conversation it belongs to
 * @param key by which it is known when it is sent again
 * @param inReplyTo id of the message it answers, null when it answers none
 * @param reaction what is said, and what becomes of the matter
 * @param trace the trace it belongs to
 */
public record LateReply(
    String conversation,
    String key,
    @Nullable String inReplyTo,
    Reaction reaction,
    TraceContext trace) {}
