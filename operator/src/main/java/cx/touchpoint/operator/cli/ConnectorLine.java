package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A forwarded port to where a connector listens to its own pod alone. */
final class ConnectorLine implements AutoCloseable {

  private static final int PORT = 8091;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final String user;
  private final int port;
  private final Closeable line;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Opens one; the cluster is closed with it. */
  ConnectorLine(Cluster cluster, String namespace, String pod) {
    user = cluster.user();
    LocalPortForward forward = cluster.forward(namespace, pod, PORT);
    port = forward.getLocalPort();
    line =
        () -> {
          forward.close();
          cluster.close();
        };
  }

  /** One that is open already. */
  ConnectorLine(String user, int port, Closeable line) {
    this.user = user;
    this.port = port;
    this.line = line;
  }

  /** A question in the name of whoever asks. */
  ObjectNode question() {
    return JSON.createObjectNode().put("actor", user);
  }

  /**
   * Asks it.
   *
   * @return empty when there is no such thing
   * @throws UserError when the connector does not answer, or refuses
   */
  Optional<JsonNode> ask(String path, JsonNode question) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request(path, question), BodyHandlers.ofString());
      return switch (response.statusCode()) {
        case HttpURLConnection.HTTP_OK -> Optional.of(JSON.readTree(response.body()));
        case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
        default -> throw new UserError(reason(response));
      };
    } catch (IOException e) {
      throw new UserError(
          "the connector could not be asked through the forwarded port: %s. You need the right to forward ports of pods (pods/portforward); an older connector has no such port"
              .formatted(e.getMessage()));
    }
  }

  /**
   * Fetches what is no JSON, however large.
   *
   * @param into a file that is there
   * @param waiting told every second for as long as it takes
   * @return false when there is no such thing
   * @throws IOException when not all of it came, or the connector refuses; the message says why
   */
  boolean fetch(String path, JsonNode question, Path into, Runnable waiting)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        ended(
            http.sendAsync(
                request(path, question),
                head ->
                    head.statusCode() == HttpURLConnection.HTTP_OK
                        ? BodySubscribers.mapping(
                            BodySubscribers.ofFile(into, StandardOpenOption.WRITE), _ -> "")
                        : BodySubscribers.ofString(StandardCharsets.UTF_8)),
            into,
            waiting);
    return switch (response.statusCode()) {
      case HttpURLConnection.HTTP_OK -> true;
      case HttpURLConnection.HTTP_NOT_FOUND -> false;
      default -> throw new IOException(reason(response));
    };
  }

  // The client's own timeout ends with the head of the answer.
  private static <T> T ended(CompletableFuture<T> coming, Path into, Runnable waiting)
      throws IOException, InterruptedException {
    long had = 0;
    Duration still = Duration.ZERO;
    try {
      while (still.compareTo(PATIENCE) < 0) {
        try {
          return coming.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          waiting.run();
        }
        long has = Files.size(into);
        still = has == had ? still.plus(TICK) : Duration.ZERO;
        had = has;
      }
      throw new IOException("nothing more of it came for %d s".formatted(PATIENCE.toSeconds()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "not all of it came: "
              + Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()),
          e);
    } finally {
      coming.cancel(true);
    }
  }

  private HttpRequest request(String path, JsonNode question) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/%s".formatted(port, path)))
        .header("Content-Type", "application/json")
        .timeout(PATIENCE)
        .POST(BodyPublishers.ofString(question.toString()))
        .build();
  }

  private static String reason(HttpResponse<String> refused) throws IOException {
    return JSON.readTree(refused.body()).path("detail").asText("no reason");
  }

  @Override
  public void close() throws IOException {
    http.close();
    line.close();
  }
}
