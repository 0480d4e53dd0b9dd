package cx.touchpoint.bench.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus on a folder of blocks. It scrapes nothing and evaluates nothing of itself. */
final class PrometheusProcess implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 50;
  private static final long STOP_SECONDS = 60;
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  private PrometheusProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** What a query gave, what it read and how long it took. */
  record Answer(JsonNode result, long samples, double seconds) {

    /**
     * The one value it gave.
     *
     * @throws IllegalStateException when there is none or more than one
     */
    double value() {
      if (result.size() != 1) {
        throw new IllegalStateException("one value was expected, and it gave " + result);
      }
      return Double.parseDouble(result.get(0).path("value").get(1).asText());
    }
  }

  /** Starts one and waits until it answers. */
  static PrometheusProcess start(Path program, Path folder)
      throws IOException, InterruptedException {
    Path config = folder.resolve("prometheus.yaml");
    Files.writeString(config, "global: {}\n");
    String address;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + socket.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--web.listen-address=" + address,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=10y",
                // What is measured does not depend on when blocks are merged.
                "--no-storage.tsdb.allow-overlapping-compaction",
                "--storage.tsdb.min-block-duration=2h",
                "--storage.tsdb.max-block-duration=2h",
                "--log.level=error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    var prometheus = new PrometheusProcess(process, "http://" + address);
    prometheus.awaitReady(folder.resolve("prometheus.log"));
    return prometheus;
  }

  String url() {
    return url;
  }

  /** Evaluates an expression as a rule would be at that moment. */
  Answer at(String expression, Instant moment) throws IOException, InterruptedException {
    String form =
        "query="
            + URLEncoder.encode(expression, StandardCharsets.UTF_8)
            + "&stats=all&time="
            + moment.getEpochSecond();
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/api/v1/query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofByteArray());
    JsonNode answer = JSON.readTree(response.body());
    if (!answer.path("status").asText().equals("success")) {
      throw new IOException(expression + " was refused: " + answer);
    }
    JsonNode data = answer.path("data");
    JsonNode stats = data.path("stats");
    return new Answer(
        data.path("result"),
        stats.path("samples").path("totalQueryableSamples").asLong(),
        stats.path("timings").path("execTotalTime").asDouble());
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/-/ready")).build();
    Instant deadline = Instant.now().plus(LONGEST_START);
    while (process.isAlive() && Instant.now().isBefore(deadline)) {
      try {
        if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (ConnectException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    close();
    List<String> words = Files.readAllLines(log);
    throw new IOException(
        "Prometheus did not start: "
            + String.join("\n", words.subList(Math.max(0, words.size() - 5), words.size())));
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
