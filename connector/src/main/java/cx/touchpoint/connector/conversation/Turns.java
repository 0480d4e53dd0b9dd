package cx.touchpoint.connector.conversation;

import cx.touchpoint.connector.metrics.ConnectorMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages to the responder: in order and one at a time per conversation, a bounded number at
 * once over all, a bounded number waiting. What cannot be served soon is refused at once, so that
 * the customer's side can turn elsewhere instead of waiting for nothing.
 */
final class Turns {

  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  /** How many messages may wait per slot; more would wait longer than a customer does. */
  private static final int WAITING_PER_SLOT = 16;

  private static final Duration RETRY_OVERLOAD = Duration.ofSeconds(2);
  private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Lanes lanes = new Lanes();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final ConnectorMetrics metrics;
  private final Executor executor;
  private final Ticks ticks;
  private Responder responder;
  private int slots;
  private int inflight;
  private boolean draining;

  /**
   * @param executor runs each turn, on a thread that may block
   */
  Turns(Responder responder, int slots, Executor executor, Ticks ticks, ConnectorMetrics metrics) {
    this.responder = responder;
    this.slots = slots;
    this.executor = executor;
    this.ticks = ticks;
    this.metrics = metrics;
  }

  /**
   * From now on asks this responder, this many turns at once; turns in progress end as they began.
   */
  void configure(Responder responder, int slots) {
    lock.lock();
    try {
      this.responder = responder;
      this.slots = slots;
    } finally {
      lock.unlock();
    }
    dispatch();
  }

  /** Queues the message; the future ends when the responder took it or nobody will. */
  CompletableFuture<Outcome> submit(Message message) {
    Turn turn = new Turn(message, new CompletableFuture<>(), ticks.nanoTime());
    lock.lock();
    try {
      if (draining) {
        return refused(Outcome.Reason.GOING_AWAY, RETRY_ELSEWHERE);
      }
      if (lanes.waiting() >= slots * WAITING_PER_SLOT) {
        return refused(Outcome.Reason.OVERLOADED, RETRY_OVERLOAD);
      }
      lanes.add(turn);
    } finally {
      lock.unlock();
    }
    dispatch();
    return turn.outcome();
  }

  /**
   * Takes no more messages and refuses those that still wait, so that they are sent elsewhere.
   *
   * @return ends when the last turn in progress has
   */
  CompletableFuture<Void> drain() {
    List<Turn> refused =
        locked(
            () -> {
              draining = true;
              return lanes.clear();
            });
    refused.forEach(
        turn ->
            turn.outcome()
                .complete(new Outcome.Refused(Outcome.Reason.GOING_AWAY, RETRY_ELSEWHERE)));
    completeIfDrained();
    return drained;
  }

  int inflight() {
    return locked(() -> inflight);
  }

  /** Conversations with a message that could be served now if there were a slot. */
  int queueDepth() {
    return locked(lanes::ready);
  }

  int slots() {
    return locked(() -> slots);
  }

  private void dispatch() {
    for (Optional<Turn> next = claim(); next.isPresent(); next = claim()) {
      Turn turn = next.get();
      try {
        executor.execute(() -> run(turn));
      } catch (RejectedExecutionException e) {
        turn.outcome().complete(new Outcome.Refused(Outcome.Reason.GOING_AWAY, RETRY_ELSEWHERE));
        finish(turn);
      }
    }
  }

  private Optional<Turn> claim() {
    return locked(
        () -> {
          Optional<Turn> next = inflight < slots ? lanes.start() : Optional.empty();
          inflight += next.isPresent() ? 1 : 0;
          return next;
        });
  }

  private void run(Turn turn) {
    Responder asked = locked(() -> responder);
    long started = ticks.nanoTime();
    metrics.queueWait(Duration.ofNanos(started - turn.submittedNanos()));
    Outcome outcome = ask(asked, turn.message(), started);
    // Before the next turn of this conversation may start, so that outcomes come in order too.
    turn.outcome().complete(outcome);
    finish(turn);
    dispatch();
    completeIfDrained();
  }

  private Outcome ask(Responder asked, Message message, long started) {
    try {
      Reaction reaction = asked.answer(message, Background.NONE);
      if (reaction.step().isPresent()) {
        throw ResponderFailure.unavailable(
            "it hands over or settles a matter, and no matter is kept here. Let it answer, or name a ConversationHistory in the Channel's conversationHistoryRef.",
            RETRY_OVERLOAD);
      }
      if (reaction.answer().isPresent()
          && !reaction.answer().get().parts().stream().allMatch(Part.Text.class::isInstance)) {
        throw ResponderFailure.unavailable(
            "it sends a file, and this channel carries none. Let it send text, or set attachments in the Channel.",
            RETRY_OVERLOAD);
      }
      metrics.service(Duration.ofNanos(ticks.nanoTime() - started));
      return new Outcome.Answered(
          reaction.answer().map(given -> Reply.to(message, given, ticks.now())));
    } catch (ResponderFailure e) {
      if (!e.isAsked()) {
        return e.outcome();
      }
      metrics.service(Duration.ofNanos(ticks.nanoTime() - started));
      log.warn("The responder did not answer message {}: {}", message.id(), e.getMessage());
      return e.outcome();
    } catch (RuntimeException e) {
      log.error("Asking the responder about message {} failed", message.id(), e);
      return new Outcome.Refused(Outcome.Reason.RESPONDER_UNAVAILABLE, RETRY_OVERLOAD);
    }
  }

  private void finish(Turn turn) {
    lock.lock();
    try {
      inflight--;
      lanes.finish(turn.conversation());
    } finally {
      lock.unlock();
    }
  }

  private void completeIfDrained() {
    if (locked(() -> draining && inflight == 0)) {
      drained.complete(null);
    }
  }

  private static CompletableFuture<Outcome> refused(Outcome.Reason reason, Duration retryAfter) {
    return CompletableFuture.completedFuture(new Outcome.Refused(reason, retryAfter));
  }

  private <T> T locked(Supplier<T> value) {
    lock.lock();
    try {
      return value.get();
    } finally {
      lock.unlock();
    }
  }
}
