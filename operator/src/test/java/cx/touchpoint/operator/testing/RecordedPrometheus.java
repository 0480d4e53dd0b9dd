package cx.touchpoint.operator.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Prometheus over a past that a test wrote down in OpenMetrics' text format. The programs
 * come from the cache that {@code ./touchpoint test} fills.
 */
public final class RecordedPrometheus implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 20;

  private final Path folder;
  private final Process process;
  private final int port;

  private RecordedPrometheus(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Skips where the programs are not. */
  public static void assumePrograms() {
    Assumptions.assumeTrue(
        Files.isExecutable(prometheus()) && Files.isExecutable(promtool()),
        () ->
            "skipped: no "
                + prometheus()
                + " or "
                + promtool()
                + "; './touchpoint test' provides them once, then plain 'mvn verify' finds them");
  }

  /**
   * Starts one that knows a past.
   *
   * @param openMetrics samples with their seconds, in OpenMetrics' text format with its end
   */
  public static RecordedPrometheus of(String openMetrics) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("recorded-prometheus");
    Path text = Files.writeString(folder.resolve("past.txt"), openMetrics);
    Path data = folder.resolve("data");
    run(
        folder,
        List.of(
            promtool().toString(),
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            text.toString(),
            data.toString()));
    Path configuration = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    int port = freePort();
    Process process =
        new ProcessBuilder(
                prometheus().toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=10y",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    var prometheus = new RecordedPrometheus(folder, process, port);
    try {
      prometheus.awaitReady();
      return prometheus;
    } catch (RuntimeException | Error e) {
      prometheus.close();
      throw e;
    }
  }

  /** Where it answers. */
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void awaitReady() {
    var client = HttpClient.newHttpClient();
    var question = HttpRequest.newBuilder(URI.create(address() + "/-/ready")).build();
    Awaitility.await("Prometheus is ready, see " + folder.resolve("log"))
        .atMost(START)
        .ignoreException(java.net.ConnectException.class)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("log")));
              }
              return client.send(question, BodyHandlers.discarding()).statusCode()
                  == HttpURLConnection.HTTP_OK;
            });
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(output));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path prometheus() {
    return Cache.root().resolve("prometheus/prometheus");
  }

  private static Path promtool() {
    return Cache.root().resolve("promtool-2/promtool");
  }
}
