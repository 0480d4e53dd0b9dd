package cx.touchpoint.connector.management;

import cx.touchpoint.connector.cloudevent.EventJson;
import cx.touchpoint.connector.http.Problem;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The listener inside the cluster: metrics, status and probes. In no route. */
public final class ManagementListener {

  /** Every path served here; none of them is served to the public. */
  public static final List<String> PATHS =
      List.of("/metrics", "/metrics/demand", "/status", "/livez", "/readyz", "/startupz");

  /** Where replies come in, and files come and go; in no route either. */
  public static final String REPLIES = "/v1/";

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final State state;

  public ManagementListener(State state) {
    this.state = state;
  }

  /** Listens; ends with the port. */
  public Future<Integer> listen(Vertx vertx, String host, int port) {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(90)
                .setHttp2ClearTextEnabled(false))
        .requestHandler(this::serve)
        .listen()
        .map(HttpServer::actualPort);
  }

  private void serve(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (PATHS.contains(path)
        && request.method() != HttpMethod.GET
        && request.method() != HttpMethod.HEAD) {
      Problem.of(405, "Method Not Allowed", "Send GET.")
          .withHeader("Allow", "GET, HEAD")
          .send(request.response());
      return;
    }
    if (path.startsWith(REPLIES)) {
      state
          .fromResponders()
          .ifPresentOrElse(
              route -> route.serve(request),
              () ->
                  Problem.of(503, "Service Unavailable", "The channel is not configured yet.")
                      .send(request.response()));
      return;
    }
    switch (path) {
      case "/metrics" -> metrics(request, ConnectorMetrics::scrape);
      case "/metrics/demand" -> metrics(request, ConnectorMetrics::scrapeDemand);
      case "/status" -> status(request);
      case "/livez", "/startupz" -> answer(request, 200, TEXT, "ok\n");
      case "/readyz" -> readiness(request);
      default ->
          Problem.of(
                  404,
                  "Not Found",
                  "Served here: %s %s.".formatted(String.join(" ", PATHS), REPLIES))
              .send(request.response());
    }
  }

  private void metrics(
      HttpServerRequest request, BiFunction<ConnectorMetrics, String, String> scrape) {
    String accept = request.getHeader("Accept");
    String type =
        accept != null && accept.contains("application/openmetrics-text")
            ? OPEN_METRICS
            : PROMETHEUS;
    answer(
        request, 200, type, state.metrics().map(metrics -> scrape.apply(metrics, type)).orElse(""));
  }

  private void status(HttpServerRequest request) {
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(EventJson.bytes(state.status())));
  }

  private void readiness(HttpServerRequest request) {
    Optional<String> obstacle = state.obstacle();
    answer(request, obstacle.isEmpty() ? 200 : 503, TEXT, obstacle.orElse("ok") + "\n");
  }

  private static void answer(HttpServerRequest request, int status, String type, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-store")
        .end(text);
  }
}
