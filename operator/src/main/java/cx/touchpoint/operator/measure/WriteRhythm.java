package cx.touchpoint.operator.measure;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When figures are written into a status: the first at once, others no sooner than a pause after
 * the last, and nothing that stands there already. It keeps no memory: when the last was written is
 * told by the status itself, so that a new leader goes on where the former one stopped.
 *
 * @param pause {@link #PAUSE}, or less where windows are shorter
 */
public record WriteRhythm(Duration pause) {

  /** How much time lies between two writes of one object. */
  public static final Duration PAUSE = Duration.ofMinutes(5);

  /** What to do about figures. */
  public sealed interface Decision {

    /** Nothing: they stand there already. */
    record Leave() implements Decision {}

    /** Write them now. */
    record Write() implements Decision {}

    /** Look again after a time, which is more than none; until then what stands there stays. */
    record LookAgain(Duration in) implements Decision {}
  }

  /**
   * Decides.
   *
   * @param written what stands there
   * @param wanted what should
   * @param lastWritten when figures were written last; null when never
   */
  public <T> Decision decide(T written, T wanted, @Nullable Instant lastWritten, Instant now) {
    if (wanted.equals(written)) {
      return new Decision.Leave();
    }
    // A time in the future comes from another clock, and says nothing about ours.
    if (lastWritten == null || now.isBefore(lastWritten)) {
      return new Decision.Write();
    }
    Duration left = Duration.between(now, lastWritten.plus(pause));
    return left.isPositive() ? new Decision.LookAgain(left) : new Decision.Write();
  }
}
