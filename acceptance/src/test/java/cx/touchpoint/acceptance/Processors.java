package cx.touchpoint.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How busy this machine is, from the first line of {@code /proc/stat} (proc_stat(5)).
 *
 * @param busy ticks until then in which a processor worked
 * @param all ticks until then
 */
record Processors(long busy, long all) {

  private static final int IDLE = 3;
  private static final int WAITS_FOR_DISK = 4;

  /** From here on. */
  static Processors begin() {
    try {
      long[] ticks =
          Arrays.stream(Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +", -1))
              .skip(1)
              .limit(8)
              .mapToLong(Long::parseLong)
              .toArray();
      long all = Arrays.stream(ticks).sum();
      return new Processors(all - ticks[IDLE] - ticks[WAITS_FOR_DISK], all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The share of their time since then in which processors worked. */
  double inUse() {
    Processors now = begin();
    return (double) (now.busy - busy) / Math.max(1, now.all - all);
  }
}
