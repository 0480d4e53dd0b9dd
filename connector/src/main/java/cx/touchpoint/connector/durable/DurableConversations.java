package cx.touchpoint.connector.durable;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.attachment.CarriedFiles;
import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Arrival;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.LateOutcome;
import cx.touchpoint.connector.conversation.LateReply;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Outcome;
import cx.touchpoint.connector.conversation.Outcome.Answered;
import cx.touchpoint.connector.conversation.Recipient;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.Sign;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.Delivery;
import cx.touchpoint.connector.store.Bell;
import cx.touchpoint.connector.store.ChannelStore;
import cx.touchpoint.connector.store.Inbox.Kept;
import cx.touchpoint.connector.store.Inbox.MessageName;
import cx.touchpoint.connector.store.People;
import cx.touchpoint.connector.store.Said;
import cx.touchpoint.connector.store.StoreFailure;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  private final ChannelStore store;
  private final AtomicReference<List<Promise>> promises;
  private final ExecutorService executor;
  private final ConnectorMetrics metrics;
  private final Waiting waiting;
  private final Attendants attendants;
  private final Signs signs;
  private final TurnTaker taker;
  private final TurnLoop loop;
  private final Rounds rounds;
  private final Arrivals arrivals;
  private final List<Thread> threads;
  private final MatterCounts matters;
  private final Apologies apologies;
  private final LateAnswers lateAnswers;
  private final CarriedFiles files;
  private volatile Responder responder;

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
    this.metrics = metrics;
    this.files = files;
    this.responder = responder;
    this.matters = new MatterCounts(metrics);
    this.waiting = new Waiting(ticks.stopwatch());
    this.attendants =
        new Attendants(store.transcript(), store.readMarks(), store.clock(), new InOrder(executor));
    this.signs = new Signs(store.readMarks(), attendants, store.lookout());
    this.apologies = new Apologies(store, this::ring, sorry);
    this.taker = new TurnTaker(store, waiting, this::ring, apologies, ticks, metrics, matters);
    this.loop =
        new TurnLoop(
            store.turns(), taker, new WithFiles(responder, files), slots, executor, random);
    this.lateAnswers =
        new LateAnswers(store.lateReplies(), files, loop::wake, this::ring, matters, metrics);
    this.arrivals =
        new Arrivals(store.inbox(), files, waiting, loop, this::settle, executor, ticks, metrics);
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
    arrivals.promise(newest);
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
    return arrivals.take(message, arrival);
  }

  @Override
  public CompletableFuture<LateOutcome> say(LateReply reply) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return lateAnswers.say(reply, responder.hasDesk());
          } catch (StoreFailure e) {
            return new LateOutcome.Unavailable(RETRY_STORE);
          }
        },
        executor);
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
    arrivals.advance();
  }

  @Override
  public CompletableFuture<Void> drain() {
    arrivals.refuse();
    return loop.drain();
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
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
}
