package cx.touchpoint.operator.measure;

import java.time.Instant;
import java.util.Optional;

/** What is known from one Prometheus. */
public sealed interface Said {

  /** The latest answer it gave; nothing when it never gave one. */
  Optional<Answered> last();

  /** It was not asked yet, or is being asked for the first time. */
  record Nothing() implements Said {
    @Override
    public Optional<Answered> last() {
      return Optional.empty();
    }
  }

  /**
   * It answers. A single question may have failed since.
   *
   * @param at when it answered, by our clock
   */
  record Answered(Standings standings, Instant at) implements Said {
    @Override
    public Optional<Answered> last() {
      return Optional.of(this);
    }
  }

  /**
   * It does not answer.
   *
   * @param why one sentence or two that say what to do
   * @param last what it said before it fell silent
   */
  record Silent(String why, Optional<Answered> last) implements Said {

    /** The reason word of conditions that tell of it. */
    public static final String REASON = "PrometheusUnreachable";
  }
}
