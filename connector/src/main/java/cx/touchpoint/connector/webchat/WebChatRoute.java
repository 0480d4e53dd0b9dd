package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.conversation.Arrival;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.credentials.CredentialKind;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.http.Route;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.RequestOutcome;
import cx.touchpoint.connector.signin.SignIns;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** {@code /ws}: admits pages by their origin, or apps, and keeps the sockets. */
public final class WebChatRoute implements Route {

  /** At 10 kB per idle socket this is half of what a connector is given by default. */
  private static final int MOST_SOCKETS = 12_000;

  private static final Duration RETRY_SECRET = Duration.ofSeconds(5);
  private static final Duration RETRY_FULL = Duration.ofSeconds(5);
  private static final long FIRST_RECONNECT_MILLIS = 200;
  private static final long LAST_RECONNECT_MILLIS = 5_000;

  private final Vertx vertx;
  private final Supplier<Terms> terms;
  private final Credentials credentials;
  private final Conversations conversations;
  private final ConnectorMetrics metrics;
  private final Ticks ticks;
  private final RandomGenerator random;
  private final SocketTimes times;
  private final ResumeTokens tokens;
  private final Admission admission;
  private final Set<ChatSocket> sockets = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean draining;

  /**
   * @param terms what is in force at the moment of asking
   * @param accounts whose conversation is the same on every device
   * @param random spreads the reconnections of a drain
   */
  public WebChatRoute(
      Vertx vertx,
      String channel,
      Supplier<Terms> terms,
      Credentials credentials,
      SignIns signIns,
      Accounts accounts,
      Conversations conversations,
      ConnectorMetrics metrics,
      Ticks ticks,
      RandomGenerator random) {
    this(
        vertx,
        channel,
        terms,
        credentials,
        signIns,
        accounts,
        conversations,
        metrics,
        ticks,
        random,
        SocketTimes.DEFAULT);
  }

  WebChatRoute(
      Vertx vertx,
      String channel,
      Supplier<Terms> terms,
      Credentials credentials,
      SignIns signIns,
      Accounts accounts,
      Conversations conversations,
      ConnectorMetrics metrics,
      Ticks ticks,
      RandomGenerator random,
      SocketTimes times) {
    this.vertx = vertx;
    this.terms = terms;
    this.credentials = credentials;
    this.conversations = conversations;
    this.metrics = metrics;
    this.ticks = ticks;
    this.random = random;
    this.times = times;
    this.tokens =
        new ResumeTokens(
            channel, ticks.clock(), () -> terms.get().resetAfter().orElse(ResumeTokens.VALID));
    this.admission = new Admission(terms, signIns, accounts, tokens, metrics);
    metrics.gauge("touchpoint.connections", Tags.empty(), sockets::size);
    for (Arrival.Entry entry : Origins.entries(terms.get())) {
      for (Arrival.Device device : Arrival.Device.values()) {
        metrics.conversations(entry.name(), device.name(), 0);
      }
    }
  }

  @Override
  public void serve(HttpServerRequest request) {
    Optional<Arrival.Entry> entry = Origins.admit(request.headers(), terms.get());
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      Problem.of(426, "Upgrade Required", "A WebSocket is served here. Open one.")
          .withHeader("Upgrade", "websocket")
          .withHeader("Connection", "Upgrade")
          .send(request.response());
    } else if (entry.isEmpty()) {
      metrics.request(RequestOutcome.BAD_SIGNATURE, 1);
      Problem.of(
              403,
              "Forbidden",
              "Pages of this origin may not open the chat. List the origin in the Channel's webChat.allowedOrigins.")
          .send(request.response());
    } else if (draining) {
      unavailable(request, "This replica is shutting down. Connect again.", Duration.ofSeconds(1));
    } else if (sessionKeys().isEmpty()) {
      metrics.request(RequestOutcome.FAILED, 1);
      unavailable(
          request, "The channel has no usable session key yet. Ask its owner.", RETRY_SECRET);
    } else if (sockets.size() >= MOST_SOCKETS) {
      metrics.request(RequestOutcome.OVERLOADED, 1);
      unavailable(request, "No more sockets here. Connect again later.", RETRY_FULL);
    } else {
      open(request, entry.get());
    }
  }

  /**
   * Admits no more sockets and asks each open one to go elsewhere once it has its answers.
   *
   * @return ends when the last one is gone
   */
  public CompletableFuture<Void> drain() {
    draining = true;
    // Wide enough that the replicas they go to are not met all at once.
    long spread = Math.min(LAST_RECONNECT_MILLIS, FIRST_RECONNECT_MILLIS + sockets.size());
    sockets.forEach(socket -> socket.drain(random.nextLong(spread) + 1));
    completeIfDrained();
    return drained;
  }

  private void open(HttpServerRequest request, Arrival.Entry entry) {
    String userAgent = request.getHeader("User-Agent");
    Arrival.Device device =
        entry == Arrival.Entry.App ? Devices.ofApp(userAgent) : Devices.of(userAgent);
    request
        .toWebSocket()
        .onSuccess(
            webSocket -> {
              ChatSocket socket = new ChatSocket(this, webSocket, entry, device);
              sockets.add(socket);
              socket.open(
                  () -> {
                    sockets.remove(socket);
                    completeIfDrained();
                  });
              if (draining) {
                socket.drain(FIRST_RECONNECT_MILLIS);
              }
            });
  }

  private void completeIfDrained() {
    if (draining && sockets.isEmpty()) {
      drained.complete(null);
    }
  }

  private static void unavailable(HttpServerRequest request, String detail, Duration retryAfter) {
    Problem.of(503, "Service Unavailable", detail).retryAfter(retryAfter).send(request.response());
  }

  boolean isDraining() {
    return draining;
  }

  Terms terms() {
    return terms.get();
  }

  Optional<Keyring> sessionKeys() {
    return credentials.keyring(CredentialKind.SESSION_KEY);
  }

  Vertx vertx() {
    return vertx;
  }

  SocketTimes times() {
    return times;
  }

  ResumeTokens tokens() {
    return tokens;
  }

  Admission admission() {
    return admission;
  }

  Conversations conversations() {
    return conversations;
  }

  ConnectorMetrics metrics() {
    return metrics;
  }

  Ticks ticks() {
    return ticks;
  }
}
