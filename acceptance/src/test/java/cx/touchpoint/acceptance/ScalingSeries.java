package cx.touchpoint.acceptance;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one Deployment did while customers came, second by second. */
final class ScalingSeries implements AutoCloseable {

  /** What arrives is averaged over so long; shorter, it is noise. */
  private static final Duration RATE = Duration.ofSeconds(30);

  private static final Duration ATTAINMENT = Duration.ofMinutes(1);
  private static final int LINE_SECONDS = 5;

  /** The replicas that were asked for at a moment, and those that were ready. */
  record Look(Instant at, int wanted, int ready) {}

  private record Event(Instant at, String what) {}

  private final Cluster cluster;
  private final String namespace;
  private final String name;
  private final Instant begin = Instant.now();
  private final Queue<Look> looks = new ConcurrentLinkedQueue<>();
  private final List<Event> events = new ArrayList<>();
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private volatile @Nullable Look last;

  private ScalingSeries(Cluster cluster, String namespace, String name) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.name = name;
  }

  static ScalingSeries begin(Cluster cluster, String namespace, String name) {
    var series = new ScalingSeries(cluster, namespace, name);
    var _ = series.watch.scheduleAtFixedRate(series::look, 0, 1, TimeUnit.SECONDS);
    return series;
  }

  private void look() {
    try {
      Deployment it =
          cluster.client().apps().deployments().inNamespace(namespace).withName(name).require();
      Integer ready = it.getStatus().getReadyReplicas();
      last = new Look(Instant.now(), it.getSpec().getReplicas(), ready == null ? 0 : ready);
      looks.add(last);
    } catch (KubernetesClientException e) {
      // the next look tells
    }
  }

  /** Notes that something begins now, and when that is. */
  Instant note(String what) {
    Instant now = Instant.now();
    events.add(new Event(now, what));
    return now;
  }

  /** The replicas that are asked for now. */
  int wanted() {
    return Objects.requireNonNull(last, "nothing was seen yet").wanted();
  }

  /** The replicas that were asked for in a time. */
  List<Integer> wanted(Instant from, Instant to) {
    return looks.stream()
        .filter(it -> !it.at().isBefore(from) && it.at().isBefore(to))
        .map(Look::wanted)
        .toList();
  }

  /**
   * How often the replicas that were asked for began to fall after a rise, or to rise after a fall.
   */
  static int turns(List<Integer> wanted) {
    int turns = 0;
    int direction = 0;
    for (int i = 1; i < wanted.size(); i++) {
      int now = Integer.compare(wanted.get(i), wanted.get(i - 1));
      if (now != 0 && direction != 0 && now != direction) {
        turns++;
      }
      direction = now == 0 ? direction : now;
    }
    return turns;
  }

  /**
   * Writes what was seen: one line every five seconds, separated by tabs, and the events as
   * comments. {@code attainment} is the share of those who came within the minute before.
   */
  void write(Path file, Arrivals arrivals, Duration within) {
    var lines = new ArrayList<String>();
    events.forEach(it -> lines.add("# %d\t%s".formatted(second(it.at()), it.what())));
    lines.add("second\tper_second\twanted\tready\tattainment");
    List<Look> seen = List.copyOf(looks);
    for (int i = 0; i < seen.size(); i += LINE_SECONDS) {
      Look look = seen.get(i);
      Duration age = Duration.between(begin, look.at());
      Duration rate = age.compareTo(RATE) < 0 ? age : RATE;
      if (age.toSeconds() >= LINE_SECONDS) {
        lines.add(
            "%d\t%.2f\t%d\t%d\t%s"
                .formatted(
                    second(look.at()),
                    arrivals.between(look.at().minus(rate), look.at()).size()
                        / (rate.toMillis() / 1e3),
                    look.wanted(),
                    look.ready(),
                    percent(arrivals.between(look.at().minus(ATTAINMENT), look.at()), within)));
      }
    }
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seconds since it began. */
  long second(Instant at) {
    return Duration.between(begin, at).toSeconds();
  }

  private static String percent(List<Asking> askings, Duration within) {
    return askings.isEmpty()
        ? "NaN"
        : String.format(Locale.ROOT, "%.1f", 100 * attainment(askings, within));
  }

  /** The share that was answered in time, 0 to 1; 1 of nobody. */
  static double attainment(List<Asking> askings, Duration within) {
    return askings.isEmpty()
        ? 1
        : (double) askings.stream().filter(it -> it.isAnsweredWithin(within)).count()
            / askings.size();
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
