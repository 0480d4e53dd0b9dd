package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.backtest.Backtest;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

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
    if (done < all) {
      tell(() -> "Prometheus has answered %d of %d questions".formatted(done, all));
    }
  }

  /** So many messages of a customer are here. */
  void read(int messages) {
    tell(() -> "read %d messages".formatted(messages));
  }

  /** So many files of a customer are here, and so much of all of them. */
  void fetched(int done, int all, long bytes, long allBytes) {
    if (done < all) {
      tell(
          () ->
              "fetched %d of %d files, %s of %s"
                  .formatted(
                      done,
                      all,
                      ExportedFiles.megabytes(bytes),
                      ExportedFiles.megabytes(allBytes)));
    }
  }

  private void tell(Supplier<String> howFar) {
    Instant now = clock.instant();
    if (!now.isBefore(last.plus(PATIENCE))) {
      err.println(howFar.get() + " ...");
      err.flush();
      last = now;
    }
  }
}
