package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.ResponderFailure;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a responder that fails nearly everybody from being asked by everybody: for a while by
 * nobody, then by one, and when that one is answered, by all. It is one replica's view, which
 * outlasts a change of the settings only as the counts of its metrics do.
 */
final class Breaker {

  private static final Logger log = LoggerFactory.getLogger(Breaker.class);

  /** Of the last so many answers. */
  static final int LOOKED_AT = 20;

  /** Before so many nobody can say. */
  static final int FEWEST = 5;

  /** So many of them, in percent. */
  static final int FAILED = 80;

  /** How long nobody asks. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final String to;
  private final LongSupplier stopwatch;
  private final CircuitBreaker circuit;
  private final AtomicBoolean trying = new AtomicBoolean();
  private volatile long openedNanos;

  /**
   * @param to who is asked, for metrics and logs
   * @param stopwatch nanoseconds since some moment, never decreasing
   */
  Breaker(String to, LongSupplier stopwatch, ConnectorMetrics metrics) {
    this.to = to;
    this.stopwatch = stopwatch;
    this.circuit =
        CircuitBreaker.of(
            to,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(LOOKED_AT)
                .minimumNumberOfCalls(FEWEST)
                .failureRateThreshold(FAILED)
                .waitDurationInOpenState(PAUSE)
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(new StopwatchClock(stopwatch))
                .build());
    metrics.circuit(to, () -> circuit.getState() == State.CLOSED ? 0 : 1);
    circuit
        .getEventPublisher()
        .onStateTransition(transition -> turned(transition.getStateTransition(), metrics));
  }

  /** Asks, if it may. */
  Reaction ask(Responder responder, Message message, Background background)
      throws ResponderFailure {
    if (!circuit.tryAcquirePermission()) {
      Duration left = PAUSE.minusNanos(stopwatch.getAsLong() - openedNanos);
      throw ResponderFailure.notAsked(
          to + " fails nearly everybody, so it is given a pause.",
          left.isPositive() ? left : Duration.ofSeconds(1));
    }
    boolean probe = circuit.getState() == State.HALF_OPEN;
    trying.compareAndSet(false, probe);
    long began = stopwatch.getAsLong();
    try {
      Reaction reaction = responder.answer(message, background);
      circuit.onSuccess(stopwatch.getAsLong() - began, TimeUnit.NANOSECONDS);
      return reaction;
    } catch (ResponderFailure e) {
      long took = stopwatch.getAsLong() - began;
      if (e.isRetryable()) {
        circuit.onError(took, TimeUnit.NANOSECONDS, e);
      } else {
        // It refuses this one, and is well.
        circuit.onSuccess(took, TimeUnit.NANOSECONDS);
      }
      throw e;
    } catch (RuntimeException e) {
      circuit.onError(stopwatch.getAsLong() - began, TimeUnit.NANOSECONDS, e);
      throw e;
    } finally {
      if (probe) {
        trying.set(false);
      }
    }
  }

  /** How many may ask now. */
  int room() {
    return switch (circuit.getState()) {
      case OPEN -> stopwatch.getAsLong() - openedNanos > PAUSE.toNanos() ? 1 : 0;
      case HALF_OPEN -> trying.get() ? 0 : 1;
      default -> Integer.MAX_VALUE;
    };
  }

  /** Somebody else is asked from now on. */
  void forget() {
    circuit.reset();
  }

  private void turned(StateTransition transition, ConnectorMetrics metrics) {
    switch (transition) {
      case CLOSED_TO_OPEN -> {
        openedNanos = stopwatch.getAsLong();
        metrics.circuitOpened(to, 1);
        log.warn(
            "{} fails nearly everybody: it is asked by one every {} s until it answers. Look at its log.",
            to,
            PAUSE.toSeconds());
      }
      case HALF_OPEN_TO_OPEN -> openedNanos = stopwatch.getAsLong();
      case HALF_OPEN_TO_CLOSED -> log.info("{} answers again", to);
      default -> {}
    }
  }
}
