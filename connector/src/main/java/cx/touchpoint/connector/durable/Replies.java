package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Earlier;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Step;
import cx.touchpoint.connector.conversation.TraceContext;
import cx.touchpoint.connector.store.MatterStep;
import cx.touchpoint.connector.store.Said;
import cx.touchpoint.connector.store.Transcript;
import java.util.Optional;

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

  static Background background(Transcript.Turn turn) {
    return new Background(
        turn.before().stream().map(Replies::earlier).toList(),
        turn.handover().map(it -> new Background.Handover(it.at(), it.reason())),
        turn.reopens());
  }

  static MatterStep step(Step step, boolean toDesk) {
    return switch (step) {
      case Step.Handoff(Optional<String> reason) ->
          new MatterStep.HandOver(reason.orElse(null), toDesk);
      case Step.Resolved(Answer.Author by) ->
          new MatterStep.Resolve(Said.Author.valueOf(by.name()));
      case Step.Reopened() -> new MatterStep.Reopen();
    };
  }

  private static Earlier earlier(Said said) {
    return new Earlier(said.author().name(), said.at(), said.parts(), said.channel(), said.seen());
  }
}
