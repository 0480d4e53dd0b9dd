package cx.touchpoint.operator.connectors;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorStatus;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks by {@code GET :8090/status}, the connector's internal port. */
public final class HttpStatusQuestion implements StatusQuestion {

  private static final int PORT = 8090;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A connector of a newer minor version may say more than we know. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .build();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  @Override
  public ConnectorStatus ask(String address) throws IOException, InterruptedException {
    String host = address.contains(":") ? "[" + address + "]" : address;
    URI uri = URI.create("http://" + host + ":" + PORT + "/status");
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    var response = client.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(uri + " answered " + response.statusCode());
    }
    return JSON.readValue(response.body(), ConnectorStatus.class);
  }
}
