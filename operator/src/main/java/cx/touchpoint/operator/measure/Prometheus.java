package cx.touchpoint.operator.measure;

import java.time.Duration;
import java.time.Instant;

/** One Prometheus, or whatever answers as one does (Thanos, Mimir, VictoriaMetrics). */
public interface Prometheus {

  /** Where it is, as messages call it. */
  String address();

  /**
   * What an expression gives now, by Prometheus' own clock.
   *
   * @throws Unanswered when there is no answer, or none that can be used
   */
  Answer now(String expression) throws Unanswered, InterruptedException;

  /**
   * What an expression gave at a moment.
   *
   * @throws Unanswered when there is no answer, or none that can be used
   */
  Answer at(String expression, Instant moment) throws Unanswered, InterruptedException;

  /**
   * What an expression gave at every step between two moments, both included.
   *
   * @throws Unanswered when there is no answer, or none that can be used
   */
  Answer range(String expression, Instant from, Instant to, Duration step)
      throws Unanswered, InterruptedException;
}
