package cx.touchpoint.connector.signin;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.Source;
import cx.touchpoint.api.connector.ConnectorStatus.Credential.State;
import cx.touchpoint.connector.http.Line;
import cx.touchpoint.connector.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches an issuer's JWK Set, and remembers how that went. Blocks its thread. */
final class KeyFetch implements ResourceRetriever {

  private static final Logger log = LoggerFactory.getLogger(KeyFetch.class);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int LARGEST_BODY = 256 * 1024;

  private final HttpClient client;
  private final Line line;
  private volatile boolean had;
  private volatile Credential state;

  KeyFetch(Vertx vertx, Line line) {
    this.client =
        vertx.createHttpClient(
            line.options().setConnectTimeout((int) LONGEST.toMillis()).setKeepAliveTimeout(30));
    this.line = line;
    this.state = credential(State.Missing, "the issuer was not asked for it yet.");
  }

  /** Whether there are keys; an issuer that is down after it was up has left us some. */
  Credential state() {
    return state;
  }

  void close() {
    var _ = client.close();
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      String content = fetch(url);
      if (JWKSet.parse(content).isEmpty()) {
        throw new IOException("answers with a JWK Set without keys");
      }
      had = true;
      state = new Credential(Source.SignIn, SigningKeys.NAME, State.Valid, null);
      return new Resource(content, "application/json");
    } catch (ParseException e) {
      throw failed(url, new IOException("does not answer with a JWK Set (RFC 7517)"));
    } catch (IOException e) {
      throw failed(url, e);
    }
  }

  private IOException failed(URL url, IOException why) {
    String said = "%s%s %s".formatted(url, line.words(), why.getMessage());
    log.warn("The keys of those who sign customers in cannot be had: {}", said);
    if (!had) {
      state = credential(State.Missing, said);
    }
    return why;
  }

  private String fetch(URL url) throws IOException {
    Future<Buffer> body =
        client
            .request(
                new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(url)
                    .putHeader("Accept", "application/jwk-set+json, application/json"))
            .compose(request -> request.send())
            .compose(KeyFetch::whole);
    try {
      return body.toCompletionStage()
          .toCompletableFuture()
          .get(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
          .toString(StandardCharsets.UTF_8);
    } catch (TimeoutException e) {
      throw new IOException("did not answer within %d s".formatted(LONGEST.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("was not waited for: the connector is stopping", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("cannot be asked: " + cause.getMessage(), e);
    }
  }

  private static Future<Buffer> whole(HttpClientResponse response) {
    return response.statusCode() == 200
        ? ResponseBody.of(response, LARGEST_BODY)
        : Future.failedFuture("it answers %d".formatted(response.statusCode()));
  }

  private static Credential credential(State state, String message) {
    return new Credential(Source.SignIn, SigningKeys.NAME, state, message);
  }
}
