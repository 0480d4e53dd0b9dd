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
  private final Presence presence = new Presence();
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
        count(message, arrival);
      }
      await(message);
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
    // First of all: a message that comes at this moment must not wait for a first answer again.
    known.markAnswered(message.conversation());
    var first = ledger.end(Promise.Phase.FirstResponse, message.conversation(), now);
    var next = ledger.end(Promise.Phase.NextResponse, subject(message), now);
    metrics.response(
        first.isPresent(),
        reply.answer().author().name(),
        first.or(() -> next).orElse(Duration.ofNanos(now - message.receivedNanos())));
  }

  /** A connection of the customer's is gone; perhaps they come back, or have another already. */
  public void left(String conversation) {
    // Together, or somebody who comes at this moment would be taken for gone.
    synchronized (presence) {
      if (presence.leave(conversation)) {
        ledger.left(conversation);
      }
    }
  }

  /** The customer is there, for the first time or again; {@link #left} follows once. */
  public void arrived(String conversation) {
    synchronized (presence) {
      presence.arrive(conversation);
      ledger.returned(conversation);
    }
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

  private void count(Message message, Arrival arrival) {
    String conversation = message.conversation();
    metrics.received();
    if (known.begins(conversation)) {
      if (arrival.answeredBefore()) {
        known.markAnswered(conversation);
      } else {
        metrics.conversations(arrival.entry().name(), arrival.device().name(), 1);
      }
    }
  }

  /**
   * The customer waits, and if they did already, no less long. A conversation's first message waits
   * for any answer, each later one for its own. Who was refused, left, was given up and comes back
   * with the same message waits anew.
   */
  private void await(Message message) {
    String conversation = message.conversation();
    long since = message.receivedNanos();
    ledger.begin(Promise.Phase.Acknowledge, subject(message), conversation, since);
    if (!known.answered(conversation)
        && ledger.begin(Promise.Phase.FirstResponse, conversation, conversation, since)) {
      known.open(conversation, message.id());
    } else if (!known.isOpener(conversation, message.id())) {
      ledger.begin(Promise.Phase.NextResponse, subject(message), conversation, since);
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
