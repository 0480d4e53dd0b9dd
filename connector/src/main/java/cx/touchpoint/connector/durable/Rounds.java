package cx.touchpoint.connector.durable;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.PromiseResult;
import cx.touchpoint.connector.promise.PromiseLedger;
import cx.touchpoint.connector.store.ChannelStore;
import cx.touchpoint.connector.store.PromiseClock;
import cx.touchpoint.connector.store.StoreFailure;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done again and again: leases are renewed by every replica; what was promised is
 * decided, and what is too old forgotten, by the one that is chosen.
 */
final class Rounds {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  /** A message that waits for longer may have been answered without a word reaching us. */
  static final Duration OVERDUE = Duration.ofSeconds(2);

  private static final long ROUND_MILLIS = 250;
  private static final int ROUNDS_A_SECOND = 4;
  private static final int ROUNDS_A_MINUTE = 60 * ROUNDS_A_SECOND;
  private static final int ROUNDS_AN_HOUR = 3_600 * ROUNDS_A_SECOND;
  private static final int ROUNDS_A_RENEWAL = (int) (TurnLoop.RENEWAL.toMillis() / ROUND_MILLIS);
  private static final int ROUNDS_A_LOOK_AT_IDLE = 10 * ROUNDS_A_SECOND;
  private static final Duration SOON = Duration.ofSeconds(5);

  private final ChannelStore store;
  private final TurnLoop loop;
  private final Runnable overdue;
  private final Apologies apologies;
  private final MatterCounts matters;
  private final ConnectorMetrics metrics;
  private volatile Duration soon = SOON;
  private volatile Optional<Duration> idle = Optional.empty();
  private volatile int queueDepth;
  private volatile Map<Promise.Phase, Duration> oldest = Map.of();

  Rounds(
      ChannelStore store,
      TurnLoop loop,
      Runnable overdue,
      Apologies apologies,
      MatterCounts matters,
      ConnectorMetrics metrics) {
    this.store = store;
    this.loop = loop;
    this.overdue = overdue;
    this.apologies = apologies;
    this.matters = matters;
    this.metrics = metrics;
    // One replica says it for all: each message waits once, however many replicas there are.
    metrics.gauge("touchpoint.queue.depth", Tags.empty(), () -> queueDepth);
    for (Promise.Phase phase : Promise.Phase.values()) {
      metrics.gauge(
          "touchpoint.oldest.unanswered.seconds",
          Tags.of("phase", phase.name()),
          () -> oldest.getOrDefault(phase, Duration.ZERO).toNanos() / 1e9);
    }
  }

  void promise(List<Promise> promises) {
    soon =
        promises.stream()
            .filter(promise -> promise.phase() == Promise.Phase.FirstResponse)
            .map(promise -> Duration.ofMillis(promise.abandonedAfterMillis()))
            .min(Duration::compareTo)
            .orElse(SOON);
  }

  void settleAfter(Optional<Duration> newest) {
    idle = newest;
  }

  /** Goes round until its thread is interrupted. */
  void run() {
    try {
      for (int round = 0; ; round = (round + 1) % ROUNDS_AN_HOUR) {
        try {
          everywhere(round);
          if (store.lookout().isChosen()) {
            chosen(round);
          } else {
            queueDepth = 0;
            oldest = Map.of();
          }
        } catch (StoreFailure e) {
          log.debug("A round ended early", e);
        } catch (RuntimeException e) {
          log.error("A round went wrong", e);
        }
        Thread.sleep(ROUND_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void everywhere(int round) throws StoreFailure {
    if (round % ROUNDS_A_RENEWAL == 0) {
      loop.renew();
    }
    if (round % ROUNDS_A_SECOND == 1) {
      overdue.run();
    }
  }

  private void chosen(int round) throws StoreFailure {
    List<PromiseClock.Broken> broken = store.clock().decide();
    broken.forEach(
        it -> metrics.promise(it.target(), it.phase(), PromiseResult.BROKEN, it.count()));
    // Each row says how many conversations were spoiled over all.
    broken.stream().findFirst().ifPresent(it -> metrics.badExperiences(it.spoiled()));
    if (round % ROUNDS_A_SECOND == 2) {
      queueDepth = store.clock().waiting();
      oldest = store.clock().oldest();
      PromiseClock.Abandoned abandoned = store.clock().abandoned(PromiseLedger.GONE_AFTER, soon);
      metrics.abandoned(abandoned.soon(), abandoned.late());
    }
    if (round % ROUNDS_A_SECOND == 3 && loop.isHeldBack()) {
      apologies.toWhoeverWaits();
    }
    if (round % ROUNDS_A_LOOK_AT_IDLE == 0 && idle.isPresent()) {
      matters.count(store.idleMatters().settle(idle.get()));
    }
    if (round % ROUNDS_A_MINUTE == ROUNDS_A_SECOND) {
      store.attachments().forgetUnattached();
    }
    if (round == ROUNDS_A_SECOND) {
      store.retention().keepHouse();
    }
  }
}
