package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Earlier;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.TraceContext;
import cx.touchpoint.connector.store.Said;

/** What was kept, in the words of a conversation. */
final class Replies {

  private Replies() {}

  static Reply of(String conversation, Said said) {
    return new Reply(
        said.id(),
        conversation,
        said.inReplyTo(),
        said.seq(),
        new Answer(Answer.Author.valueOf(said.author().name()), said.parts()),
        said.at(),
        TraceContext.of(said.traceparent(), said.tracestate()));
  }

  static Earlier earlier(Said said) {
    return new Earlier(said.author().name(), said.at(), said.parts(), said.channel());
  }
}
