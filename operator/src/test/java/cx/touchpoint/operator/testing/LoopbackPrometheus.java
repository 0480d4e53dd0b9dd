package cx.touchpoint.operator.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries as Prometheus does, with series a test has chosen, to try out what becomes of
 * them. Whether Prometheus really gives these is tried with a real one.
 */
public final class LoopbackPrometheus implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Double> series = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile @Nullable String authorization;

  /** Listens on a free port of the loopback interface. */
  public LoopbackPrometheus() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/api/v1/query",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String wanted = authorization;
          if (wanted != null
              && !wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
          }
          byte[] answer = answer().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
          asked.incrementAndGet();
        });
    server.start();
  }

  /** Its address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets it say this from now on. */
  public void says(Map<String, String> labels, double value) {
    series.put(
        labels.entrySet().stream()
            .map(it -> "\"" + it.getKey() + "\":\"" + it.getValue() + "\"")
            .sorted()
            .collect(Collectors.joining(",", "{", "}")),
        value);
  }

  /** Lets in only who sends this header {@code Authorization} from now on. */
  public void wants(String header) {
    authorization = header;
  }

  /** How many questions it has answered. */
  public int asked() {
    return asked.get();
  }

  private String answer() {
    return series.entrySet().stream()
        .map(
            it ->
                "{\"metric\":" + it.getKey() + ",\"value\":[1700000000,\"" + it.getValue() + "\"]}")
        .collect(
            Collectors.joining(
                ",",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[",
                "]}}"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
