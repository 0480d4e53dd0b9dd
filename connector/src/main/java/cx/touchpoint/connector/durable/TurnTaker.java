package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Outcome.Answered;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Proof;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.ResponderFailure;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.conversation.TraceContext;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.PromiseResult;
import cx.touchpoint.connector.store.ChannelStore;
import cx.touchpoint.connector.store.MatterChange;
import cx.touchpoint.connector.store.MatterStep;
import cx.touchpoint.connector.store.Said;
import cx.touchpoint.connector.store.StoreFailure;
import cx.touchpoint.connector.store.Transcript.Turn;
import cx.touchpoint.connector.store.TurnQueue;
import cx.touchpoint.connector.store.TurnQueue.Claim;
import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn: the customer's next message goes to the responder with what was said before, and the
 * answer is kept, or the message is tried again, or it is given up with a word to the customer.
 */
final class TurnTaker implements TurnLoop.Taking {

  private static final Logger log = LoggerFactory.getLogger(TurnTaker.class);

  /** How often a message is tried before it is given up. */
  static final int MOST_ATTEMPTS = 5;

  /** Older than this it is given up even when nobody is answered. */
  static final Duration MOST_AGE = Duration.ofDays(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int PAUSE_GROWS = 3;

  static final String REFUSED = "refused";
  static final String UNANSWERED = "unanswered";

  private final ChannelStore store;
  private final Waiting waiting;
  private final Bell bell;
  private final Ticks ticks;
  private final ConnectorMetrics metrics;
  private final MatterCounts matters;
  private final Apologies apologies;

  /** Tells everybody of a conversation that there is something to hear. */
  interface Bell {
    void ring(String conversation);
  }

  TurnTaker(
      ChannelStore store,
      Waiting waiting,
      Bell bell,
      Apologies apologies,
      Ticks ticks,
      ConnectorMetrics metrics,
      MatterCounts matters) {
    this.store = store;
    this.waiting = waiting;
    this.bell = bell;
    this.apologies = apologies;
    this.ticks = ticks;
    this.metrics = metrics;
    this.matters = matters;
    metrics.deadLetters(REFUSED, 0);
    metrics.deadLetters(UNANSWERED, 0);
  }

  @Override
  public void take(Claim claim, Responder responder) throws StoreFailure {
    Optional<Turn> turn = store.transcript().turn(claim);
    if (turn.isEmpty()) {
      // It was forgotten, because it is older than the history keeps.
      store.turns().nothingToSay(claim, claim.turnSeq());
      return;
    }
    metrics.queueWait(claim.waited());
    Said said = turn.get().message();
    Message message = message(claim.name(), said, turn.get().proofs());
    long started = ticks.nanoTime();
    try {
      Reaction reaction = responder.answer(message, Replies.background(turn.get()));
      metrics.service(Duration.ofNanos(ticks.nanoTime() - started));
      Optional<Outgoing> outgoing =
          reaction.answer().map(answer -> outgoing(turn.get(), message, answer));
      if (reaction.step().isPresent()) {
        step(
            claim,
            said,
            message,
            reaction,
            outgoing,
            Replies.step(reaction.step().get(), responder.hasDesk()));
      } else if (outgoing.isPresent()) {
        keep(claim, said, message, reaction.answer().get(), outgoing.get());
      } else if (store.turns().nothingToSay(claim, said.seq())) {
        waiting.end(claim.name(), said.id(), new Answered(Optional.empty()));
        bell.ring(claim.name());
      }
    } catch (ResponderFailure e) {
      if (e.isAsked()) {
        metrics.service(Duration.ofNanos(ticks.nanoTime() - started));
        log.warn("The responder did not answer message {}: {}", said.id(), e.getMessage());
      }
      boolean failsEverybody =
          !e.isAsked()
              || e.isRetryable()
                  && responder.room(turn.get().handover().isPresent()) < Integer.MAX_VALUE;
      if (failsEverybody && age(said).compareTo(MOST_AGE) < 0) {
        postpone(claim, said);
      } else {
        failed(claim, turn.get(), message, e.isRetryable());
      }
    }
  }

  // It is not this message's fault, so it is not given up for it.
  private void postpone(Claim claim, Said said) throws StoreFailure {
    boolean mine = store.turns().postpone(claim, pause(claim));
    if (mine && age(said).compareTo(Apologies.PATIENCE) > 0) {
      apologies.to(new TurnQueue.Waiter(claim.no(), claim.name()));
    }
  }

  private Duration age(Said said) {
    return Duration.between(said.at(), ticks.now());
  }

  private static Duration pause(Claim claim) {
    int grown = Math.min(claim.attempts(), MOST_ATTEMPTS - 2);
    return FIRST_PAUSE.multipliedBy((long) Math.pow(PAUSE_GROWS, grown));
  }

  private void step(
      Claim claim,
      Said said,
      Message message,
      Reaction reaction,
      Optional<Outgoing> outgoing,
      MatterStep step)
      throws StoreFailure {
    Optional<TurnQueue.Ended> ended = store.turns().end(claim, said.seq(), outgoing, step);
    if (ended.isEmpty()) {
      log.warn("Another has taken over while message {} was answered", said.id());
      return;
    }
    matters.count(step, ended.get().change());
    if (ended.get().answered().isPresent()) {
      count(said, reaction.answer().orElseThrow(), ended.get().answered().get());
      tell(
          message,
          outgoing.orElseThrow(),
          reaction.answer().orElseThrow(),
          ended.get().answered().get().seq(),
          ended.get().answered().get().at());
    } else if (!isOnItsWayToDesk(step, ended.get().change())) {
      waiting.end(claim.name(), said.id(), new Answered(Optional.empty()));
      bell.ring(claim.name());
    }
  }

  // The same message has another turn, with people.
  private static boolean isOnItsWayToDesk(MatterStep step, MatterChange change) {
    return change.happened() && step instanceof MatterStep.HandOver handOver && handOver.toDesk();
  }

  private void keep(Claim claim, Said said, Message message, Answer answer, Outgoing outgoing)
      throws StoreFailure {
    Optional<TurnQueue.Answered> kept = store.turns().answer(claim, said.seq(), outgoing);
    if (kept.isEmpty()) {
      log.warn("Another has taken over while message {} was answered", said.id());
      return;
    }
    count(said, answer, kept.get());
    tell(message, outgoing, answer, kept.get().seq(), kept.get().at());
  }

  private void count(Said said, Answer answer, TurnQueue.Answered answered) {
    answered.kept().forEach(it -> metrics.promise(it.target(), it.phase(), PromiseResult.KEPT, 1));
    metrics.response(
        answered.first(),
        answer.author().name(),
        answered.first() ? answered.sinceBegin() : Duration.between(said.at(), answered.at()));
  }

  private void failed(Claim claim, Turn turn, Message message, boolean retryable)
      throws StoreFailure {
    Said said = turn.message();
    if (retryable && claim.attempts() + 1 < MOST_ATTEMPTS) {
      store.turns().tryAgain(claim, pause(claim));
      return;
    }
    String reason = retryable ? UNANSWERED : REFUSED;
    Answer instead = new Answer(Answer.Author.Automated, List.of(Part.text(apologies.words())));
    Outgoing outgoing = outgoing(turn, message, instead);
    var buried = store.turns().bury(claim, said.seq(), reason, outgoing);
    if (buried.isPresent()) {
      log.error("Message {} is given up: {}", said.id(), reason);
      metrics.deadLetters(reason, 1);
      tell(message, outgoing, instead, buried.get().seq(), buried.get().at());
    }
  }

  private void tell(Message message, Outgoing kept, Answer answer, long seq, Instant at) {
    Reply reply =
        new Reply(
            kept.id(), message.conversation(), message.id(), seq, answer, at, message.trace());
    waiting.end(message.conversation(), message.id(), new Answered(Optional.of(reply)));
    bell.ring(message.conversation());
  }

  private static Outgoing outgoing(Turn turn, Message message, Answer answer) {
    return new Outgoing(
        turn.handover().isPresent()
            ? Reply.idOfPeoplesAnswerTo(message.id())
            : Reply.idOfAnswerTo(message.id()),
        Said.Author.valueOf(answer.author().name()),
        message.id(),
        message.trace().traceparent(),
        message.trace().tracestate(),
        answer.parts());
  }

  private Message message(String conversation, Said said, List<Proof> proofs) {
    return new Message(
        said.id(),
        conversation,
        Part.textOf(said.parts()),
        said.at(),
        ticks.nanoTime(),
        TraceContext.of(said.traceparent(), said.tracestate()),
        proofs,
        Part.filesOf(said.parts()));
  }
}
