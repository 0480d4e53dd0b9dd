package cx.touchpoint.operator.connectors;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorStatus;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks by {@code GET :8090/status}, the connector's internal port. Whoever may create pods in a
 * namespace can put anything behind such an address, so an answer that is long or slow is cut off.
 */
public final class HttpStatusQuestion implements StatusQuestion {

  /** Where connectors answer. */
  public static final int PORT = 8090;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Far more than any connector has to say, in bytes. */
  private static final long LONGEST_ANSWER = 64 * 1024;

  /** A connector of a newer minor version may say more than we know. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
          .build();

  private final int port;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * Asks on a port.
   *
   * @param port {@link #PORT} where connectors are real
   */
  public HttpStatusQuestion(int port) {
    this.port = port;
  }

  @Override
  public ConnectorStatus ask(String address) throws IOException, InterruptedException {
    String host = address.contains(":") ? "[" + address + "]" : address;
    URI uri = URI.create("http://" + host + ":" + port + "/status");
    HttpResponse<byte[]> response = answer(uri);
    if (response.statusCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException(uri + " answered " + response.statusCode());
    }
    return JSON.readValue(response.body(), ConnectorStatus.class);
  }

  /** The client's own timeout ends with the headers; this one holds for the whole answer. */
  private HttpResponse<byte[]> answer(URI uri) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(
            HttpRequest.newBuilder(uri).build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(uri + " did not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } finally {
      asked.cancel(true);
    }
  }
}
