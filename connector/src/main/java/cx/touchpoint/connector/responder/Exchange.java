package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.conversation.ResponderFailure;
import cx.touchpoint.connector.http.Line;
import cx.touchpoint.connector.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to a responder and its response, within one time limit. Blocks its thread. */
final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final int LARGEST_BODY = 1024 * 1024;
  private static final Duration RETRY_SOON = Duration.ofSeconds(2);

  private final HttpClient client;
  private final String url;
  private final Line line;
  private final long timeoutMillis;

  Exchange(HttpClient client, String url, Line line, long timeoutMillis) {
    this.client = client;
    this.url = url;
    this.line = line;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * @throws ResponderFailure when no whole response came in time
   */
  Response post(Map<String, String> headers, Buffer body) throws ResponderFailure {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try {
      return once(headers, body, deadline);
    } catch (ConnectionLost e) {
      // A kept connection that the other side had closed. The event's id makes asking again safe.
      log.info("{} closed the connection without an answer; it is asked again at once", url);
      try {
        return once(headers, body, deadline);
      } catch (ConnectionLost again) {
        throw unavailable("closed the connection without an answer. Look at its log.");
      }
    }
  }

  private Response once(Map<String, String> headers, Buffer body, long deadline)
      throws ResponderFailure, ConnectionLost {
    AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
    Future<Response> response =
        client
            .request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url))
            .compose(
                request -> {
                  sent.set(request);
                  headers.forEach(request::putHeader);
                  return request.send(body);
                })
            .compose(Exchange::whole);
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      return response.toCompletionStage().toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      HttpClientRequest abandoned = sent.get();
      if (abandoned != null) {
        abandoned.reset();
      }
      throw unavailable(
          "did not answer within %d ms. Make it faster or raise the timeout."
              .formatted(timeoutMillis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("was not waited for: the connector is stopping.");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof HttpClosedException || cause instanceof ClosedChannelException) {
        throw new ConnectionLost();
      }
      throw unavailable(
          "cannot be asked" + line.words() + ": " + reason(cause == null ? e : cause));
    }
  }

  private static String reason(Throwable failure) {
    // Some say by their name alone what happened.
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Throwable cause = failure.getCause();
    // Vert.x's own words for a failed handshake leave out why.
    if (!(cause instanceof SSLException)) {
      return said;
    }
    return said
        + ", "
        + cause.getMessage()
        + ". If an authority of your own signed its certificate, have it in the ChannelClass's"
        + " connector.caBundle.";
  }

  private static Future<Response> whole(HttpClientResponse response) {
    return ResponseBody.of(response, LARGEST_BODY)
        .map(body -> new Response(response.statusCode(), response.headers(), body));
  }

  private ResponderFailure unavailable(String what) {
    return ResponderFailure.unavailable(url + " " + what, RETRY_SOON);
  }

  /** A whole response. */
  record Response(int status, MultiMap headers, Buffer body) {}

  /** The connection ended before a response. */
  private static final class ConnectionLost extends Exception {
    ConnectionLost() {
      super(null, null, false, false);
    }
  }
}
