package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A forwarded port to where a connector listens to its own pod alone. */
final class ConnectorLine implements AutoCloseable {

  private static final int PORT = 8091;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = new JsonMapper();

  private final Cluster cluster;
  private final String user;
  private final LocalPortForward line;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Opens one; the cluster is closed with it. */
  ConnectorLine(Cluster cluster, String namespace, String pod) {
    this.cluster = cluster;
    user = cluster.user();
    line = cluster.forward(namespace, pod, PORT);
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
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v1/%s".formatted(line.getLocalPort(), path)))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(question.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return switch (response.statusCode()) {
        case HttpURLConnection.HTTP_OK -> Optional.of(JSON.readTree(response.body()));
        case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
        default ->
            throw new UserError(JSON.readTree(response.body()).path("detail").asText("no reason"));
      };
    } catch (IOException e) {
      throw new UserError(
          "the connector could not be asked through the forwarded port: %s. You need the right to forward ports of pods (pods/portforward); an older connector has no such port"
              .formatted(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    line.close();
    cluster.close();
  }
}
