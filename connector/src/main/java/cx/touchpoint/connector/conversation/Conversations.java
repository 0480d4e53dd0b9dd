package cx.touchpoint.connector.conversation;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.Delivery;
import cx.touchpoint.connector.metrics.PromiseResult;
import cx.touchpoint.connector.promise.Decisions;
import cx.touchpoint.connector.promise.PromiseLedger;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Where every protocol brings its messages: each is asked about once, in order per conversation,
 * and what was promised about it is decided.
 */
public final class Conversations {

  private final Ticks ticks;
  private final ConnectorMetrics metrics;
  private final Turns turns;
  private final RecentMessages recent;
  private final KnownConversations known = new KnownConversations();
  private final PromiseLedger ledger;

  /**
   * @param slots turns in progress at once
   * @param executor runs each turn, on a thread that may block
   */
  public Conversations(
      Responder responder, int slots, Executor executor, Ticks ticks, ConnectorMetrics metrics) {
    this.ticks = ticks;
    this.metrics = metrics;
    this.turns = new Turns(responder, slots, executor, ticks, metrics);
    this.recent = new RecentMessages(ticks::now, () -> metrics.delivery(Delivery.EXPIRED, 1));
    this.ledger = new PromiseLedger(ticks.stopwatch(), new CountedDecisions());
    metrics.responders(List.of(Answer.Author.Automated.name(), Answer.Author.Human.name()));
    metrics.gauge("touchpoint.inflight", Tags.empty(), turns::inflight);
    metrics.gauge("touchpoint.queue.depth", Tags.empty(), turns::queueDepth);
    metrics.gauge("touchpoint.slots", Tags.empty(), turns::slots);
    for (Promise.Phase phase : Promise.Phase.values()) {
      metrics.gauge(
          "touchpoint.oldest.unanswered.seconds",
          Tags.of("phase", phase.name()),
          () -> ledger.oldestSeconds(phase));
    }
  }

  /** Changes who answers, how many turns run at once, and what is promised from now on. */
  public void configure(Responder responder, int slots, List<Promise> promises) {
    metrics.promises(promises);
    ledger.promise(promises);
    turns.configure(responder, slots);
  }

  /** Brings a message; the same one again joins the first or gets the same outcome. */
  public CompletableFuture<Outcome> take(Message message, Arrival arrival) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    synchronized (recent) {
      RecentMessages.Seen seen = recent.see(message.key());
      if (seen.outcome().isPresent()) {
        metrics.duplicate();
        return seen.outcome().get();
      }
      recent.begin(message.key(), outcome);
      if (!seen.before()) {
        begin(message, arrival);
      }
    }
    var _ = turns.submit(message).thenAccept(ended -> end(message, ended, outcome));
    return outcome;
  }

  /** Notes that the customer's side has this reply; noted twice it counts once. */
  public void delivered(Reply reply) {
    Message message = reply.message();
    if (!recent.delivered(message.key())) {
      return;
    }
    metrics.delivery(Delivery.DELIVERED, 1);
    long now = ticks.nanoTime();
    boolean first = ledger.end(Promise.Phase.FirstResponse, message.conversation(), now);
    known.markAnswered(message.conversation());
    metrics.response(
        first, reply.answer().author().name(), Duration.ofNanos(now - message.receivedNanos()));
  }

  /** The customer's connection is gone; perhaps they come back. */
  public void left(String conversation) {
    ledger.left(conversation);
  }

  /** The customer is there again. */
  public void returned(String conversation) {
    ledger.returned(conversation);
  }

  /** Whether this replica knows the conversation to have had an answer. */
  public boolean answered(String conversation) {
    return known.answered(conversation);
  }

  /** Decides the promises that have become due; called many times a second. */
  public void advance() {
    ledger.advance();
  }

  /**
   * Takes no more messages.
   *
   * @return ends when the last turn in progress has
   */
  public CompletableFuture<Void> drain() {
    return turns.drain();
  }

  private void begin(Message message, Arrival arrival) {
    String conversation = message.conversation();
    metrics.received();
    if (known.begins(conversation)) {
      if (arrival.answeredBefore()) {
        known.markAnswered(conversation);
      } else {
        metrics.conversations(arrival.entry().name(), arrival.device().name(), 1);
      }
    }
    ledger.begin(
        Promise.Phase.Acknowledge, subject(message), conversation, message.receivedNanos());
    if (!known.answered(conversation)) {
      ledger.begin(
          Promise.Phase.FirstResponse, conversation, conversation, message.receivedNanos());
    }
  }

  private void end(Message message, Outcome ended, CompletableFuture<Outcome> outcome) {
    recent.end(message.key(), ended);
    switch (ended) {
      case Outcome.Answered _ -> {
        long now = ticks.nanoTime();
        metrics.acknowledged(Duration.ofNanos(now - message.receivedNanos()));
        ledger.end(Promise.Phase.Acknowledge, subject(message), now);
      }
      // The wait goes on: the customer's side sends it again, or the deadline decides.
      case Outcome.Refused _ -> {}
    }
    outcome.complete(ended);
  }

  private static String subject(Message message) {
    return message.conversation() + '/' + message.id();
  }

  /** Turns decisions into counts. */
  private final class CountedDecisions implements Decisions {
    @Override
    public void decided(Promise promise, PromiseResult result, String conversation) {
      metrics.promise(promise, result, 1);
      if (result == PromiseResult.BROKEN && known.spoil(conversation)) {
        metrics.badExperience();
      }
    }

    @Override
    public void abandoned(boolean soon) {
      metrics.abandoned(soon);
    }
  }
}
