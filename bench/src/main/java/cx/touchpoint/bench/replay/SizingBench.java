package cx.touchpoint.bench.replay;

import cx.touchpoint.bench.Bench;
import cx.touchpoint.bench.Gate;
import cx.touchpoint.bench.Row;
import cx.touchpoint.bench.Spread;
import cx.touchpoint.bench.Wish;
import cx.touchpoint.operator.capacity.ServiceLevel;
import cx.touchpoint.operator.capacity.ServiceTime;
import cx.touchpoint.operator.capacity.Staffing;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What it takes to size Channels, no two of which promise the same. */
public final class SizingBench {

  private static final int CHANNELS = 10_000;
  private static final double NANOS = 1e6;
  private static final int A_SECOND = 1000;

  private SizingBench() {}

  /** Sizes them once to warm up, and as often as rounds are wished. */
  public static Bench.Measured run(Wish wish) {
    int channels = CHANNELS / wish.divisor();
    size(channels);
    var millis = new ArrayList<Double>();
    double replicas = 0;
    for (int round = 0; round < wish.rounds(); round++) {
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      replicas = size(channels);
      long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      millis.add((end - begin) / NANOS);
    }
    return new Bench.Measured(
        "the formula of " + channels + " Channels, no two alike, with queues of their own",
        List.of(
            Row.of("processor time, ms", millis),
            Row.of("replicas they have together", List.of(replicas))),
        List.of(new Gate("processor time, ms", A_SECOND, Spread.of(millis).median())));
  }

  private static double size(int channels) {
    double replicas = 0;
    for (int channel = 0; channel < channels; channel++) {
      Staffing staffing =
          Staffing.of(
              List.of(
                  new ServiceLevel(0.9 + channel % 90 / 1000.0, Duration.ofMillis(5000 + channel))),
              new ServiceTime(Duration.ofMillis(200 + channel % 700), 1 + channel % 3 * 0.5),
              1 + channel % 40,
              false,
              0);
      replicas += staffing.replicas(channel % 100);
    }
    return replicas;
  }
}
