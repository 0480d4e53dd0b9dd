package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.prometheus.Span;
import java.time.Duration;
import java.time.Instant;

/**
 * A past, cut into pieces of the same length: what Prometheus adds up over each of them tells both
 * how much there was in all and where nothing is known.
 *
 * @param end when it ends
 * @param count how many there are
 * @param length of each; whole seconds
 */
public record Slices(Instant end, int count, Duration length) {

  /** As many as show a gap of some hours in a month, and no more than one question should ask. */
  private static final int USUAL_COUNT = 224;

  /** A rate needs some scrapes. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  /**
   * Cuts the time before a moment; what is left over at its beginning is less than four minutes.
   */
  public static Slices of(Duration window, Instant end) {
    long seconds = Math.max(SHORTEST.toSeconds(), window.toSeconds() / USUAL_COUNT);
    return new Slices(
        end, Math.toIntExact(window.toSeconds() / seconds), Duration.ofSeconds(seconds));
  }

  /** The end of the first piece. */
  Instant first() {
    return end.minus(length.multipliedBy(count - 1L));
  }

  /** When all of it began. */
  public Instant begin() {
    return end.minus(length.multipliedBy(count));
  }

  /**
   * One piece for what counts samples one by one. Prometheus 2 takes both ends of a range, so that
   * a sample on the border of two pieces would count in both; a millisecond less is in one only.
   */
  Span samples() {
    return new Span(length.minusMillis(1));
  }

  /** One piece, as PromQL writes it. */
  Span span() {
    return new Span(length);
  }
}
