package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.backtest.Backtest;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Says how far it is, to somebody who has begun to wait. */
final class ProgressLines implements Backtest.Progress {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final PrintWriter err;
  private final InstantSource clock;
  private Instant last;

  ProgressLines(PrintWriter err, InstantSource clock) {
    this.err = err;
    this.clock = clock;
    last = clock.instant();
  }

  @Override
  public void answered(int done, int all) {
    Instant now = clock.instant();
    if (done < all && !now.isBefore(last.plus(PATIENCE))) {
      err.println("Prometheus has answered " + done + " of " + all + " questions ...");
      err.flush();
      last = now;
    }
  }
}
