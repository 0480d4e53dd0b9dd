package cx.touchpoint.operator.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The operator's own /metrics, /livez and /readyz. */
public final class ManagementServer implements AutoCloseable {

  /** The media type of Prometheus' text format 0.0.4. */
  private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PLAIN = "text/plain; charset=utf-8";

  private final HttpServer server;

  /**
   * Serves on a port; 0 takes any free one.
   *
   * @throws UncheckedIOException when the port is taken
   */
  public ManagementServer(int port, PrometheusMeterRegistry registry, Operator operator) {
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "port " + port + " for metrics and probes cannot be opened (MANAGEMENT_PORT)", e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    serve("/metrics", exchange -> answer(exchange, true, EXPOSITION, registry.scrape()));
    serve("/livez", exchange -> answer(exchange, Health.isAlive(operator), PLAIN, "alive\n"));
    serve("/readyz", exchange -> answer(exchange, Health.isReady(operator), PLAIN, "ready\n"));
  }

  /** Begins to answer. */
  public void start() {
    server.start();
  }

  /** The port in use. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** HttpServer matches by prefix; we answer the path itself and nothing below it. */
  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
              exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
              return;
            }
            answer.to(exchange);
          }
        });
  }

  private static void answer(HttpExchange exchange, boolean well, String type, String body)
      throws IOException {
    byte[] bytes = (well ? body : "not " + body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(
        well ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
