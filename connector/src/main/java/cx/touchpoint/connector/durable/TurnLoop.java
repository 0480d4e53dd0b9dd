package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.store.StoreFailure;
import cx.touchpoint.connector.store.TurnQueue;
import cx.touchpoint.connector.store.TurnQueue.Claim;
import cx.touchpoint.connector.store.TurnQueue.Whose;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns for this replica as long as it has a free slot, and keeps them while they last. What
 * a replica that died had is taken when its lease ends.
 */
final class TurnLoop {

  private static final Logger log = LoggerFactory.getLogger(TurnLoop.class);

  /** How long a replica that says nothing still has what it took. */
  static final Duration LEASE = Duration.ofSeconds(10);

  /** Three renewals may fail before a lease ends. */
  static final Duration RENEWAL = LEASE.dividedBy(4);

  /** How long something that another replica could not serve may lie. */
  private static final long LOOK_MILLIS = 500;

  private static final long PAUSE_MILLIS = 1_000;

  private final TurnQueue queue;
  private final Taking taking;
  private final Executor executor;
  private final RandomGenerator random;
  private final Map<Long, Claim> inflight = new ConcurrentHashMap<>();
  private final Semaphore wake = new Semaphore(0);
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile Responder responder;
  private volatile int slots;
  private volatile boolean draining;

  /** Slots that are kept free for messages on their way into the store. */
  private final AtomicInteger offered = new AtomicInteger();

  /** Whether the last look found less to take than there was room for. */
  private volatile boolean nobodyWaits;

  /** Set when no turn will be taken any more; a turn may be on its way to us until then. */
  private volatile boolean ended;

  /** What is done with a turn. */
  interface Taking {
    /** Asks the responder and keeps what comes of it; may block. */
    void take(Claim claim, Responder responder) throws StoreFailure;
  }

  TurnLoop(
      TurnQueue queue,
      Taking taking,
      Responder responder,
      int slots,
      Executor executor,
      RandomGenerator random) {
    this.queue = queue;
    this.taking = taking;
    this.responder = responder;
    this.slots = slots;
    this.executor = executor;
    this.random = random;
  }

  void configure(Responder responder, int slots) {
    this.responder = responder;
    this.slots = slots;
    wake();
  }

  /** There is something to take, or a slot to take it with. */
  void wake() {
    wake.release();
  }

  /**
   * A slot for a message that is about to be kept, so that its turn needs no look and no commit of
   * its own.
   */
  final class Offer implements AutoCloseable {
    private final boolean open;

    private Offer(boolean open) {
      this.open = open;
    }

    /** How long the turn is had; empty when there is no slot, or others wait for it. */
    Optional<Duration> lease() {
      return open ? Optional.of(LEASE) : Optional.empty();
    }

    /** Begins a turn that came with its message. */
    void begin(Claim claim) {
      TurnLoop.this.begin(claim);
    }

    @Override
    public void close() {
      if (open) {
        offered.decrementAndGet();
        completeIfDrained();
      }
    }
  }

  /** Holds a slot if there is one; to be closed. */
  Offer offer() {
    // Counted before it is asked whether turns are still taken, so that draining sees it or it
    // that.
    int taken = offered.incrementAndGet() + inflight.size();
    if (!draining && nobodyWaits && taken <= slots && !isHeldBack()) {
      return new Offer(true);
    }
    offered.decrementAndGet();
    completeIfDrained();
    return new Offer(false);
  }

  int inflight() {
    return inflight.size();
  }

  int slots() {
    return slots;
  }

  /**
   * Takes no more turns.
   *
   * @return ends when the last one in progress has
   */
  CompletableFuture<Void> drain() {
    draining = true;
    wake();
    completeIfDrained();
    return drained;
  }

  /** Takes turns until its thread is interrupted or it is drained. */
  void run() {
    try {
      while (!draining) {
        int free = slots - inflight.size() - offered.get();
        int taken = free > 0 ? claim(free) : 0;
        nobodyWaits = taken < free;
        if (taken < free || free <= 0) {
          // Spread, so that replicas that began together do not go on asking together.
          var _ =
              wake.tryAcquire(
                  LOOK_MILLIS / 2 + random.nextLong(LOOK_MILLIS), TimeUnit.MILLISECONDS);
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
      completeIfDrained();
    }
  }

  /** Keeps what is in progress; to be called every {@link #RENEWAL}. */
  void renew() throws StoreFailure {
    List<Claim> claims = List.copyOf(inflight.values());
    if (!claims.isEmpty()) {
      queue.renew(claims, LEASE);
    }
  }

  /** Whether somebody is left alone because they fail. */
  boolean isHeldBack() {
    return Math.min(responder.room(false), responder.room(true)) < Integer.MAX_VALUE;
  }

  private int claim(int free) throws InterruptedException {
    Responder asked = responder;
    int programs = asked.room(false);
    int people = asked.room(true);
    try {
      if (!asked.hasDesk() || Math.min(programs, people) >= free) {
        return claim(Math.min(free, programs), Whose.ANYBODYS);
      }
      int taken = claim(Math.min(free, programs), Whose.PROGRAMS);
      return taken + claim(Math.min(free - taken, people), Whose.PEOPLES);
    } catch (StoreFailure e) {
      log.debug("No turn can be taken now", e);
      Thread.sleep(PAUSE_MILLIS);
      return 0;
    }
  }

  private int claim(int most, Whose whose) throws StoreFailure {
    if (most == 0) {
      return 0;
    }
    List<Claim> claims = queue.claim(most, LEASE, whose);
    claims.forEach(this::begin);
    return claims.size();
  }

  private void begin(Claim claim) {
    inflight.put(claim.no(), claim);
    executor.execute(
        () -> {
          try {
            taking.take(claim, responder);
          } catch (StoreFailure e) {
            log.warn(
                "What came of a turn could not be kept: {} It is taken again when its lease ends.",
                e.getMessage());
          } catch (RuntimeException e) {
            log.error("A turn went wrong; it is taken again when its lease ends", e);
          } finally {
            inflight.remove(claim.no(), claim);
            wake();
            completeIfDrained();
          }
        });
  }

  private void completeIfDrained() {
    if (draining && ended && offered.get() == 0 && inflight.isEmpty()) {
      drained.complete(null);
    }
  }
}
