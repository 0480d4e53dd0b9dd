package cx.touchpoint.operator.measure;

import cx.touchpoint.operator.measure.Measurements.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One Prometheus: what it said, and when it is asked again. */
final class Interviewed {

  /** One missed answer is a restart or a slow moment; so many in a row are silence. */
  static final int MISSES_UNTIL_SILENT = 3;

  private final Supplier<Prometheus> connection;
  private @Nullable Prometheus prometheus;
  private @Nullable Instant lastAsked;
  private boolean underWay;
  private int misses;
  private Said said = new Said.Nothing();

  /**
   * One to be asked.
   *
   * @param connection called when it is first asked, and again if that threw
   */
  Interviewed(Supplier<Prometheus> connection) {
    this.connection = connection;
  }

  synchronized Prometheus prometheus() {
    if (prometheus == null) {
      prometheus = connection.get();
    }
    return prometheus;
  }

  synchronized Said said() {
    return said;
  }

  /** Whether it is to be asked now; whoever is told yes has to ask, and to take the outcome in. */
  synchronized boolean claim(Instant now, Duration rhythm) {
    // A clock that was set back must not silence us until it is there again.
    boolean rests =
        lastAsked != null && !now.isBefore(lastAsked) && now.isBefore(lastAsked.plus(rhythm));
    if (underWay || rests) {
      return false;
    }
    underWay = true;
    lastAsked = now;
    return true;
  }

  synchronized Said takeIn(Outcome outcome, Instant now) {
    underWay = false;
    switch (outcome) {
      case Outcome.Told(Standings standings) -> {
        misses = 0;
        said = new Said.Answered(standings, now);
      }
      case Outcome.Failed(String why) -> {
        misses++;
        // One that never said anything leaves nothing to go on with: its failure is told at once.
        if (misses >= MISSES_UNTIL_SILENT || said.last().isEmpty()) {
          said = new Said.Silent(why, said.last());
        }
      }
    }
    return said;
  }
}
