package cx.touchpoint.bench.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus that remembers the counters of days. */
final class Past implements AutoCloseable {

  /** Some moment, in seconds since 1970 began in UTC; every day begins then. */
  static final long BEGIN = 1_700_000_000;

  private static final Map<String, String> SERIES =
      Map.of(
          "touchpoint_messages_received_total", "touchpoint_messages_received counter",
          "touchpoint_service_seconds_sum", "touchpoint_service_seconds_sum unknown",
          "touchpoint_service_seconds_count", "touchpoint_service_seconds_count unknown");

  private final Path folder;
  private final Process process;
  private final int port;

  private Past(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param programs the cache with prometheus and promtool in it
   * @param days counters by Channel
   */
  static Past of(Path programs, Map<String, List<Day.Counted>> days)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("replay");
    Path text = folder.resolve("past.txt");
    write(text, days);
    Process loading =
        new ProcessBuilder(
                programs.resolve("promtool-2/promtool").toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                "--max-block-duration=24h",
                text.toString(),
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("loading.log").toFile())
            .start();
    if (loading.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("loading.log")));
    }
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    int port = freePort();
    Process process =
        new ProcessBuilder(
                programs.resolve("prometheus/prometheus").toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new Past(folder, process, port);
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** One replica counts for all: how many there are makes no difference to sums of rates. */
  private static void write(Path text, Map<String, List<Day.Counted>> days) throws IOException {
    try (Writer out = Files.newBufferedWriter(text)) {
      for (var series : SERIES.entrySet()) {
        out.write("# TYPE " + series.getValue() + "\n");
        days.forEach((channel, counters) -> write(out, series.getKey(), channel, counters));
      }
      out.write("# EOF\n");
    }
  }

  private static void write(Writer out, String metric, String channel, List<Day.Counted> counters) {
    String head = metric + "{namespace=\"bench\",channel=\"" + channel + "\",pod=\"all\"} ";
    try {
      for (Day.Counted counted : counters) {
        double value =
            switch (metric) {
              case "touchpoint_messages_received_total" -> counted.received();
              case "touchpoint_service_seconds_sum" -> counted.serviceSum();
              default -> counted.serviceCount();
            };
        out.write(head + value + " " + (BEGIN + (long) counted.at()) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
