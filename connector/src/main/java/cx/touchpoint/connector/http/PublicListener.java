package cx.touchpoint.connector.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener customers and senders reach: the paths of this channel's type and nothing else. */
public final class PublicListener extends AbstractVerticle {

  /** Largest WebSocket frame and message, in bytes. */
  public static final int LARGEST_FRAME = 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(PublicListener.class);
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);

  private static final Duration RETRY_LIMITED = Duration.ofSeconds(5);

  // Nothing arrives on a connection while its answer is awaited, which a Channel may let take 5
  // min.
  private static final Duration IDLE = Duration.ofSeconds(400);

  private final String host;
  private final int port;
  private final AddressLimit limit;
  private final Routes routes;
  private final IntConsumer listening;
  // Touched only on this listener's own event loop.
  private final Map<HttpConnection, Visit> visits = new HashMap<>();

  /**
   * @param limit what one client may have open here, in all listeners that share it
   * @param listening told the port once it listens
   */
  public PublicListener(
      String host, int port, AddressLimit limit, Routes routes, IntConsumer listening) {
    this.host = host;
    this.port = port;
    this.limit = limit;
    this.routes = routes;
    this.listening = listening;
  }

  /**
   * How the public listener behaves towards whatever connects.
   *
   * @param port 0 takes any free port
   */
  public static HttpServerOptions options(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        // Below 0 Vert.x takes one free port for all event loops; 0 would take one for
        // each.
        .setPort(port == 0 ? -1 : port)
        .setMaxWebSocketFrameSize(LARGEST_FRAME)
        .setMaxWebSocketMessageSize(LARGEST_FRAME)
        .setMaxHeaderSize(16 * 1024)
        // Vert.x 4.5 now and then never answers a request that asks to become HTTP/2, as
        // every first one of Java's own client does. Proxies speak HTTP/1.1 to us.
        .setHttp2ClearTextEnabled(false)
        .setReadIdleTimeout((int) IDLE.toSeconds())
        // Drained with the rest; then nobody is left to wait for.
        .setWebSocketClosingTimeout(2);
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServer server = vertx.createHttpServer(options(host, port));
    server.connectionHandler(this::admit);
    server.requestHandler(this::serve);
    server.exceptionHandler(e -> log.debug("A connection ended badly: {}", e.getMessage()));
    server
        .listen()
        .<Void>map(
            bound -> {
              listening.accept(bound.actualPort());
              return null;
            })
        .onComplete(started);
  }

  // A connection that sends its first request byte by byte is never idle and never useful.
  private void admit(HttpConnection connection) {
    Optional<Place> place = limit.connection(connection);
    if (place.isEmpty()) {
      connection.close();
      return;
    }
    long timer = vertx.setTimer(FIRST_REQUEST.toMillis(), _ -> connection.close());
    visits.put(connection, new Visit(place.get(), () -> vertx.cancelTimer(timer)));
    connection.closeHandler(
        _ -> {
          Visit visit = visits.remove(connection);
          if (visit != null) {
            visit.end();
          }
        });
  }

  private void serve(HttpServerRequest request) {
    Visit visit = visits.get(request.connection());
    if (visit == null) {
      return; // It was cut, and this came before the end.
    }
    visit.heard();
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    String path = request.path();
    if ("/ping".equals(path)) {
      ping(request);
      return;
    }
    Optional<Place> place = limit.request(request, visit.own());
    if (place.isEmpty()) {
      tooMany(request);
      return;
    }
    visit.asks(request, place.get());
    Optional<Route> route = routes.find(path == null ? "" : path);
    if (route.isPresent()) {
      route.get().serve(request);
    } else {
      Problem.of(404, "Not Found", "Nothing is served here. Check the path.")
          .send(request.response());
    }
  }

  private static void tooMany(HttpServerRequest request) {
    Problem problem =
        Problem.of(
                429,
                "Too Many Requests",
                "Your address has as many requests and sockets open here as it may. Close some, or come again later.")
            .retryAfter(RETRY_LIMITED);
    if (request.headers().contains("Content-Length")
        || request.headers().contains("Transfer-Encoding")) {
      // A body that nobody wants could come without end, and its connection counts for nothing.
      request.response().endHandler(_ -> request.connection().close());
      problem = problem.withHeader("Connection", "close");
    }
    problem.send(request.response());
  }

  private static void ping(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      Problem.of(405, "Method Not Allowed", "Send GET.")
          .withHeader("Allow", "GET, HEAD")
          .send(request.response());
      return;
    }
    request
        .response()
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end("ok\n");
  }

  /** Which routes there are now. */
  public interface Routes {
    /** The route that serves this path, empty when nothing is served there. */
    Optional<Route> find(String path);
  }
}
