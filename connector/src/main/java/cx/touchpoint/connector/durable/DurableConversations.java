package cx.touchpoint.connector.durable;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.attachment.CarriedFiles;
import cx.touchpoint.connector.attachment.RefusedFile;
import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Arrival;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.LateOutcome;
import cx.touchpoint.connector.conversation.LateReply;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Outcome;
import cx.touchpoint.connector.conversation.Outcome.Answered;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Recipient;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.Sign;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.Delivery;
import cx.touchpoint.connector.metrics.PromiseResult;
import cx.touchpoint.connector.promise.Decisions;
import cx.touchpoint.connector.promise.PromiseLedger;
import cx.touchpoint.connector.store.Bell;
import cx.touchpoint.connector.store.ChannelStore;
import cx.touchpoint.connector.store.Inbox.Incoming;
import cx.touchpoint.connector.store.Inbox.Kept;
import cx.touchpoint.connector.store.Inbox.MessageName;
import cx.touchpoint.connector.store.LateReplies;
import cx.touchpoint.connector.store.MatterStep;
import cx.touchpoint.connector.store.People;
import cx.touchpoint.connector.store.Said;
import cx.touchpoint.connector.store.StoreFailure;
import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import io.micrometer.core.instrument.Tags;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conversations that are kept in a store. A message's outcome is {@link Outcome.Kept} once it is
 * safe; its answer comes to whoever attends the conversation, on whichever replica, and to the
 * future in the outcome.
 */
public final class DurableConversations implements Conversations, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DurableConversations.class);
  private static final Duration RETRY_STORE = Duration.ofSeconds(5);
  private static final Duration RETRY_BUSY = Duration.ofSeconds(2);
  private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

  private final ChannelStore store;
  private final AtomicReference<List<Promise>> promises;
  private final ExecutorService executor;
  private final Ticks ticks;
  private final ConnectorMetrics metrics;
  private final Waiting waiting;
  private final InOrder arriving;
  private final Attendants attendants;
  private final Signs signs;
  private final TurnTaker taker;
  private final TurnLoop loop;
  private final Rounds rounds;
  private final PromiseLedger acknowledging;
  private final List<Thread> threads;
  private final MatterCounts matters;
  private final Apologies apologies;
  private final CarriedFiles files;
  private volatile Responder responder;
  private volatile boolean draining;

  /**
   * @param promises what the store is to promise about messages; set here
   * @param files those of answers
   * @param executor runs what may block
   */
  public DurableConversations(
      ChannelStore store,
      AtomicReference<List<Promise>> promises,
      Responder responder,
      int slots,
      String sorry,
      CarriedFiles files,
      ExecutorService executor,
      Ticks ticks,
      RandomGenerator random,
      ConnectorMetrics metrics) {
    this.store = store;
    this.promises = promises;
    this.executor = executor;
    this.ticks = ticks;
    this.metrics = metrics;
    this.files = files;
    this.responder = responder;
    this.matters = new MatterCounts(metrics);
    this.waiting = new Waiting(ticks.stopwatch());
    this.arriving = new InOrder(executor);
    this.attendants =
        new Attendants(store.transcript(), store.readMarks(), store.clock(), new InOrder(executor));
    this.signs = new Signs(store.readMarks(), attendants, store.lookout());
    this.apologies = new Apologies(store, this::ring, sorry);
    this.taker = new TurnTaker(store, waiting, this::ring, apologies, ticks, metrics, matters);
    this.loop =
        new TurnLoop(
            store.turns(), taker, new WithFiles(responder, files), slots, executor, random);
    this.acknowledging = new PromiseLedger(ticks.stopwatch(), new Acknowledged());
    this.rounds = new Rounds(store, loop, this::settleOverdue, apologies, matters, metrics);
    metrics.identityLinks(Stream.of(People.Link.values()).map(People.Link::word).toList());
    metrics.responders(List.of(Answer.Author.Automated.name(), Answer.Author.Human.name()));
    metrics.gauge("touchpoint.inflight", Tags.empty(), loop::inflight);
    metrics.gauge("touchpoint.slots", Tags.empty(), loop::slots);
    this.threads =
        List.of(
            Thread.ofVirtual().name("turns").start(loop::run),
            Thread.ofVirtual().name("rounds").start(rounds::run),
            Thread.ofVirtual()
                .name("lookout")
                .start(() -> store.lookout().run(this::heard, attendants::lookEverywhere)));
  }

  @Override
  public void configure(Responder responder, int slots, List<Promise> newest, String sorry) {
    metrics.promises(newest);
    promises.set(newest);
    acknowledging.promise(
        newest.stream().filter(it -> it.phase() == Promise.Phase.Acknowledge).toList());
    rounds.promise(newest);
    apologies.configure(sorry);
    this.responder = responder;
    loop.configure(new WithFiles(responder, files), slots);
  }

  /** From now on matters in which nothing was said for so long are settled; empty for none. */
  public void settleAfter(Optional<Duration> idle) {
    rounds.settleAfter(idle);
  }

  @Override
  public CompletableFuture<Outcome> take(Message message, Arrival arrival) {
    if (draining) {
      return CompletableFuture.completedFuture(
          new Outcome.Refused(Outcome.Reason.GOING_AWAY, RETRY_ELSEWHERE));
    }
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    acknowledging.begin(
        Promise.Phase.Acknowledge,
        subject(message),
        message.conversation(),
        message.receivedNanos());
    arriving.run(
        message.conversation(),
        () -> {
          try {
            outcome.complete(keep(message, arrival));
          } catch (RuntimeException e) {
            log.error("Message {} could not be kept", message.id(), e);
            outcome.complete(new Outcome.Refused(Outcome.Reason.STORE_UNAVAILABLE, RETRY_STORE));
          }
        });
    return outcome;
  }

  @Override
  public CompletableFuture<LateOutcome> say(LateReply reply) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return late(reply);
          } catch (RefusedFile e) {
            return new LateOutcome.Refused("data.parts " + e.getMessage());
          } catch (StoreFailure e) {
            return new LateOutcome.Unavailable(RETRY_STORE);
          }
        },
        executor);
  }

  private LateOutcome late(LateReply reply) throws StoreFailure, RefusedFile {
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
    Optional<MatterStep> step =
        reply.reaction().step().map(it -> Replies.step(it, responder.hasDesk()));
    Optional<LateReplies.Late> kept =
        store
            .lateReplies()
            .keep(
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
      loop.wake();
    }
    if (answer.isPresent()) {
      ring(conversation);
    }
    return new LateOutcome.Said(id, late.seq());
  }

  @Override
  public CompletableFuture<LateOutcome> show(String conversation, Sign sign) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return signs.show(conversation, sign);
          } catch (StoreFailure e) {
            return new LateOutcome.Unavailable(RETRY_STORE);
          }
        },
        executor);
  }

  @Override
  public CompletableFuture<Void> read(String conversation, long seq) {
    return CompletableFuture.runAsync(() -> signs.read(conversation, seq), executor);
  }

  @Override
  public void delivered(Reply reply) {
    executor.execute(
        () -> {
          try {
            if (store.transcript().delivered(reply.conversation(), reply.seq())) {
              metrics.delivery(Delivery.DELIVERED, 1);
            }
          } catch (StoreFailure e) {
            log.debug("That a reply was delivered could not be kept; it may be sent again", e);
          }
        });
  }

  @Override
  public Attendance attend(String conversation, boolean known, long after, Recipient recipient) {
    return attendants.attend(conversation, known, after, recipient);
  }

  @Override
  public void advance() {
    acknowledging.advance();
  }

  @Override
  public CompletableFuture<Void> drain() {
    draining = true;
    return loop.drain();
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private Outcome keep(Message message, Arrival arrival) {
    Optional<List<Part>> parts;
    try {
      parts = files.partsOf(message);
    } catch (StoreFailure e) {
      return refused(e);
    }
    if (parts.isEmpty()) {
      // Nobody waits for what cannot be taken.
      acknowledging.drop(Promise.Phase.Acknowledge, subject(message));
      return new Outcome.Refused(Outcome.Reason.UNKNOWN_ATTACHMENT, RETRY_STORE);
    }
    Incoming incoming =
        new Incoming(
            message.conversation(),
            message.id(),
            parts.get(),
            message.proofs(),
            message.trace().traceparent(),
            message.trace().tracestate());
    // Before it is kept: its turn may be over before the next line.
    MessageName name = new MessageName(message.conversation(), message.id());
    CompletableFuture<Answered> answered = waiting.of(name);
    try (TurnLoop.Offer offer = loop.offer()) {
      Kept kept = store.inbox().keep(incoming, offer.lease());
      count(message, arrival, kept);
      if (kept.done()) {
        settle(name, kept);
      } else if (kept.turn().isPresent()) {
        offer.begin(kept.turn().get());
      } else {
        loop.wake();
      }
      return new Outcome.Kept(answered);
    } catch (StoreFailure e) {
      waiting.forget(name);
      return refused(e);
    }
  }

  private void count(Message message, Arrival arrival, Kept kept) {
    long now = ticks.nanoTime();
    metrics.acknowledged(Duration.ofNanos(now - message.receivedNanos()));
    acknowledging.end(Promise.Phase.Acknowledge, subject(message), now);
    kept.link().ifPresent(it -> metrics.identityLink(it.word()));
    if (!kept.fresh()) {
      metrics.duplicate();
    } else {
      metrics.received();
      if (kept.seq() == 1) {
        metrics.conversations(arrival.entry().name(), arrival.device().name(), 1);
      }
    }
  }

  private static Outcome.Refused refused(StoreFailure e) {
    return e.isBusy()
        ? new Outcome.Refused(Outcome.Reason.OVERLOADED, RETRY_BUSY)
        : new Outcome.Refused(Outcome.Reason.STORE_UNAVAILABLE, RETRY_STORE);
  }

  /** Another replica says that there is something to hear, or to see. */
  private void heard(String conversation, Bell bell) {
    if (bell != Bell.ANSWERS) {
      signs.heard(conversation, bell);
      return;
    }
    attendants.look(conversation);
    List<MessageName> here = waiting.of(conversation);
    if (!here.isEmpty()) {
      executor.execute(() -> settleDone(here));
    }
  }

  private void ring(String conversation) {
    attendants.look(conversation);
    executor.execute(
        () -> {
          try {
            store.lookout().ring(conversation, Bell.ANSWERS);
          } catch (StoreFailure e) {
            log.debug("Other replicas could not be told; they look by themselves", e);
          }
        });
  }

  /** A ring may be missed, as when the replica that gave an answer died before it could ring. */
  private void settleOverdue() {
    List<MessageName> overdue = waiting.longerThan(Rounds.OVERDUE);
    if (!overdue.isEmpty()) {
      settleDone(overdue);
    }
  }

  private void settleDone(List<MessageName> messages) {
    try {
      for (MessageName done : store.inbox().done(messages)) {
        attendants.look(done.conversation());
        store.inbox().known(done).ifPresent(kept -> settle(done, kept));
      }
    } catch (StoreFailure e) {
      log.debug("Whether messages were answered could not be read; it is asked again", e);
    }
  }

  private void settle(MessageName message, Kept kept) {
    try {
      List<Said> answers = store.transcript().answersTo(message.conversation(), kept, message.id());
      waiting.end(
          message.conversation(),
          message.id(),
          new Answered(
              answers.stream().findFirst().map(said -> Replies.of(message.conversation(), said))));
    } catch (StoreFailure e) {
      log.debug("The answer to a message could not be read; it is read again", e);
    }
  }

  private static String subject(Message message) {
    return message.conversation() + '/' + message.id();
  }

  /** Counts what was promised about the acknowledgement itself. */
  private final class Acknowledged implements Decisions {
    @Override
    public void decided(Promise promise, PromiseResult result, String conversation) {
      metrics.promise(promise, result, 1);
      if (result == PromiseResult.BROKEN) {
        metrics.badExperience();
      }
    }

    @Override
    public void abandoned(boolean soon) {
      // Only a first answer can be waited for in vain, and those waits are kept.
    }
  }
}
