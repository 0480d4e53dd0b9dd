package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.attachment.CarriedFiles;
import cx.touchpoint.connector.attachment.RefusedFile;
import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.LateOutcome;
import cx.touchpoint.connector.conversation.LateReply;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.PromiseResult;
import cx.touchpoint.connector.store.LateReplies;
import cx.touchpoint.connector.store.MatterStep;
import cx.touchpoint.connector.store.Said;
import cx.touchpoint.connector.store.StoreFailure;
import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Answers that come by themselves, after their turn or without one. */
final class LateAnswers {

  private final LateReplies replies;
  private final CarriedFiles files;
  private final Runnable wake;
  private final TurnTaker.Bell bell;
  private final MatterCounts matters;
  private final ConnectorMetrics metrics;

  /**
   * @param wake called when somebody else's turn has come
   */
  LateAnswers(
      LateReplies replies,
      CarriedFiles files,
      Runnable wake,
      TurnTaker.Bell bell,
      MatterCounts matters,
      ConnectorMetrics metrics) {
    this.replies = replies;
    this.files = files;
    this.wake = wake;
    this.bell = bell;
    this.matters = matters;
    this.metrics = metrics;
  }

  /**
   * Keeps one; may block.
   *
   * @param hasDesk whether people are somebody else than who is asked first
   */
  LateOutcome say(LateReply reply, boolean hasDesk) throws StoreFailure {
    try {
      return keep(reply, hasDesk);
    } catch (RefusedFile e) {
      return new LateOutcome.Refused("data.parts " + e.getMessage());
    }
  }

  private LateOutcome keep(LateReply reply, boolean hasDesk) throws StoreFailure, RefusedFile {
    String conversation = reply.conversation();
    Optional<Answer> said = reply.reaction().answer();
    if (said.isPresent() && files.leadNowhere(conversation, said.get())) {
      return new LateOutcome.NoConversation();
    }
    String id =
        UUID.nameUUIDFromBytes((conversation + '\n' + reply.key()).getBytes(StandardCharsets.UTF_8))
            .toString();
    Optional<CarriedFiles.Settled> settled =
        said.isEmpty() ? Optional.empty() : Optional.of(files.settle(conversation, said.get()));
    Optional<Answer> answer = settled.map(CarriedFiles.Settled::answer);
    Optional<MatterStep> step = reply.reaction().step().map(it -> Replies.step(it, hasDesk));
    Optional<LateReplies.Late> kept =
        replies.keep(
            conversation,
            reply.key(),
            answer.map(
                it ->
                    new Outgoing(
                        id,
                        Said.Author.valueOf(it.author().name()),
                        reply.inReplyTo(),
                        reply.trace().traceparent(),
                        reply.trace().tracestate(),
                        it.parts())),
            step);
    if (kept.isEmpty()) {
      return new LateOutcome.NoConversation();
    }
    LateReplies.Late late = kept.get();
    if (!late.fresh()) {
      settled.ifPresent(it -> files.drop(it.fresh()));
    }
    late.kept().forEach(it -> metrics.promise(it.target(), it.phase(), PromiseResult.KEPT, 1));
    if (late.first()) {
      metrics.response(true, answer.orElseThrow().author().name(), late.sinceBegin());
    }
    step.ifPresent(it -> matters.count(it, late.change()));
    if (late.change().happened()) {
      wake.run();
    }
    if (answer.isPresent()) {
      bell.ring(conversation);
    }
    return new LateOutcome.Said(id, late.seq());
  }
}
