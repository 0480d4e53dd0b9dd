package cx.touchpoint.connector.durable;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.attachment.CarriedFiles;
import cx.touchpoint.connector.attachment.CarriedFiles.Carried;
import cx.touchpoint.connector.attachment.RefusedFile;
import cx.touchpoint.connector.conversation.Arrival;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Outcome;
import cx.touchpoint.connector.conversation.Outcome.Answered;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.PromiseResult;
import cx.touchpoint.connector.promise.Decisions;
import cx.touchpoint.connector.promise.PromiseLedger;
import cx.touchpoint.connector.store.Inbox;
import cx.touchpoint.connector.store.Inbox.Incoming;
import cx.touchpoint.connector.store.Inbox.Kept;
import cx.touchpoint.connector.store.Inbox.MessageName;
import cx.touchpoint.connector.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Customers' messages on their way into the store, in order per conversation. No thread waits for
 * the store on behalf of one of them.
 */
final class Arrivals {

  private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
  private static final Duration RETRY_STORE = Duration.ofSeconds(5);
  private static final Duration RETRY_BUSY = Duration.ofSeconds(2);
  private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

  private final Inbox inbox;
  private final CarriedFiles files;
  private final Waiting waiting;
  private final TurnLoop loop;
  private final BiConsumer<MessageName, Kept> settled;
  private final Executor blocking;
  private final Ticks ticks;
  private final ConnectorMetrics metrics;
  private final InOrder inOrder;
  private final PromiseLedger acknowledging;
  private volatile boolean refusing;

  /**
   * @param settled told of a message whose turn was over when it came again; may block
   * @param blocking runs what may block
   */
  Arrivals(
      Inbox inbox,
      CarriedFiles files,
      Waiting waiting,
      TurnLoop loop,
      BiConsumer<MessageName, Kept> settled,
      Executor blocking,
      Ticks ticks,
      ConnectorMetrics metrics) {
    this.inbox = inbox;
    this.files = files;
    this.waiting = waiting;
    this.loop = loop;
    this.settled = settled;
    this.blocking = blocking;
    this.ticks = ticks;
    this.metrics = metrics;
    this.inOrder = new InOrder(blocking);
    this.acknowledging = new PromiseLedger(ticks.stopwatch(), new Acknowledged());
  }

  /** Of these, what is promised about the acknowledgement itself is decided here. */
  void promise(List<Promise> newest) {
    acknowledging.promise(
        newest.stream().filter(it -> it.phase() == Promise.Phase.Acknowledge).toList());
  }

  void advance() {
    acknowledging.advance();
  }

  /** Takes no more. */
  void refuse() {
    refusing = true;
  }

  CompletableFuture<Outcome> take(Message message, Arrival arrival) {
    if (refusing) {
      return CompletableFuture.completedFuture(
          new Outcome.Refused(Outcome.Reason.GOING_AWAY, RETRY_ELSEWHERE));
    }
    acknowledging.begin(
        Promise.Phase.Acknowledge,
        subject(message),
        message.conversation(),
        message.receivedNanos());
    return inOrder
        .begin(
            message.conversation(),
            () ->
                message.enclosed().isEmpty()
                    ? keepCarried(message, arrival)
                    : keepOnce(message, arrival))
        .exceptionally(failure -> refused(message, failure));
  }

  /** The files inside it are kept before it is: of one that came before they are kept already. */
  private CompletableFuture<Outcome> keepOnce(Message message, Arrival arrival) {
    MessageName name = nameOf(message);
    CompletableFuture<Answered> answered = waiting.of(name);
    return asked(() -> inbox.known(name), blocking)
        .thenCompose(
            known -> {
              if (known.isEmpty()) {
                return keepCarried(message, arrival);
              }
              count(message, arrival, known.get());
              goOn(name, known.get());
              return CompletableFuture.<Outcome>completedFuture(new Outcome.Kept(answered));
            })
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                waiting.forget(name);
              }
            });
  }

  private CompletableFuture<Outcome> keepCarried(Message message, Arrival arrival) {
    boolean words = message.files().isEmpty() && message.enclosed().isEmpty();
    return asked(() -> files.carriedBy(message), words ? Runnable::run : blocking)
        .thenCompose(carried -> keep(message, carried, arrival));
  }

  private interface Question<T> {
    T ask() throws RefusedFile, StoreFailure;
  }

  private static <T> CompletableFuture<T> asked(Question<T> question, Executor executor) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return question.ask();
          } catch (RefusedFile | StoreFailure e) {
            throw new CompletionException(e);
          }
        },
        executor);
  }

  /**
   * @param carried empty when it names a file that is not there
   */
  private CompletableFuture<Outcome> keep(
      Message message, Optional<Carried> carried, Arrival arrival) {
    if (carried.isEmpty()) {
      // Nobody waits for what cannot be taken.
      acknowledging.drop(Promise.Phase.Acknowledge, subject(message));
      return CompletableFuture.completedFuture(
          new Outcome.Refused(Outcome.Reason.UNKNOWN_ATTACHMENT, RETRY_STORE));
    }
    Incoming incoming =
        new Incoming(
            message.conversation(),
            message.id(),
            carried.get().parts(),
            message.proofs(),
            message.trace().traceparent(),
            message.trace().tracestate());
    // Before it is kept: its turn may be over before anything else is done here.
    MessageName name = nameOf(message);
    CompletableFuture<Answered> answered = waiting.of(name);
    TurnLoop.Offer offer = loop.offer();
    return inbox
        .submit(incoming, offer.lease(), blocking)
        .<Outcome>thenApply(
            kept -> {
              count(message, arrival, kept);
              if (!kept.fresh() && !carried.get().fresh().isEmpty()) {
                // Another replica kept it meanwhile, with files of its own.
                blocking.execute(() -> files.drop(carried.get().fresh()));
              }
              goOn(name, kept, offer);
              return new Outcome.Kept(answered);
            })
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                waiting.forget(name);
              }
              offer.close();
            });
  }

  private void goOn(MessageName name, Kept kept, TurnLoop.Offer offer) {
    if (kept.turn().isPresent()) {
      offer.begin(kept.turn().get());
    } else {
      goOn(name, kept);
    }
  }

  private void goOn(MessageName name, Kept kept) {
    if (kept.done()) {
      blocking.execute(() -> settled.accept(name, kept));
    } else {
      loop.wake();
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

  private static Outcome refused(Message message, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StoreFailure storeFailure) {
      return storeFailure.isBusy()
          ? new Outcome.Refused(Outcome.Reason.OVERLOADED, RETRY_BUSY)
          : new Outcome.Refused(Outcome.Reason.STORE_UNAVAILABLE, RETRY_STORE);
    }
    if (cause instanceof RefusedFile) {
      // Its sender was told of every other reason: too many files are being kept at once.
      return new Outcome.Refused(Outcome.Reason.OVERLOADED, RETRY_BUSY);
    }
    log.error("Message {} could not be kept", message.id(), cause);
    return new Outcome.Refused(Outcome.Reason.STORE_UNAVAILABLE, RETRY_STORE);
  }

  private static MessageName nameOf(Message message) {
    return new MessageName(message.conversation(), message.id());
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
