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
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Conversations of one replica that live as long as its process: what was taken is lost with it,
 * and an answer goes to whoever waits for the message's outcome.
 */
public final class MemoryConversations implements Conversations {

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
  public MemoryConversations(
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
    for (Promise.Phase phase : PromiseLedger.PHASES) {
      metrics.gauge(
          "touchpoint.oldest.unanswered.seconds",
          Tags.of("phase", phase.name()),
          () -> ledger.oldestSeconds(phase));
    }
  }

  @Override
  public void configure(Responder responder, int slots, List<Promise> promises, String sorry) {
    metrics.promises(promises);
    ledger.promise(promises);
    turns.configure(responder, slots);
  }

  @Override
  public CompletableFuture<Outcome> take(Message message, Arrival arrival) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    synchronized (recent) {
      RecentMessages.Seen seen = recent.see(message.key());
      if (seen.outcome().isPresent()) {
        metrics.duplicate();
        return seen.outcome().get();
      }
      recent.begin(message.key(), message.receivedNanos(), outcome);
      if (!seen.before()) {
        count(message, arrival);
      }
      await(message);
    }
    var _ = turns.submit(message).thenAccept(ended -> end(message, ended, outcome));
    return outcome;
  }

  @Override
  public CompletableFuture<LateOutcome> say(LateReply reply) {
    return CompletableFuture.completedFuture(new LateOutcome.NothingKept());
  }

  @Override
  public CompletableFuture<LateOutcome> show(String conversation, Sign sign) {
    return CompletableFuture.completedFuture(new LateOutcome.NothingKept());
  }

  @Override
  public CompletableFuture<Void> read(String conversation, long seq) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void delivered(Reply reply) {
    String conversation = reply.conversation();
    String inReplyTo = String.valueOf(reply.inReplyTo());
    OptionalLong received = recent.delivered(new MessageKey(conversation, inReplyTo));
    if (received.isEmpty()) {
      return;
    }
    metrics.delivery(Delivery.DELIVERED, 1);
    long now = ticks.nanoTime();
    // First of all: a message that comes at this moment must not wait for a first answer again.
    known.markAnswered(conversation);
    var first = ledger.end(Promise.Phase.FirstResponse, conversation, now);
    var next = ledger.end(Promise.Phase.NextResponse, subject(conversation, inReplyTo), now);
    metrics.response(
        first.isPresent(),
        reply.answer().author().name(),
        first.or(() -> next).orElse(Duration.ofNanos(now - received.getAsLong())));
  }

  @Override
  public Attendance attend(String conversation, boolean known, long after, Recipient recipient) {
    arrived(conversation);
    return () -> left(conversation);
  }

  private void left(String conversation) {
    // Together, or somebody who comes at this moment would be taken for gone.
    synchronized (presence) {
      if (presence.leave(conversation)) {
        ledger.left(conversation);
      }
    }
  }

  private void arrived(String conversation) {
    synchronized (presence) {
      presence.arrive(conversation);
      ledger.returned(conversation);
    }
  }

  @Override
  public void advance() {
    ledger.advance();
  }

  @Override
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
      case Outcome.Kept _ -> throw new IllegalStateException("nothing is kept here");
    }
    outcome.complete(ended);
  }

  private static String subject(Message message) {
    return subject(message.conversation(), message.id());
  }

  private static String subject(String conversation, String id) {
    return conversation + '/' + id;
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
