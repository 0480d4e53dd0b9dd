package cx.touchpoint.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * Answers for two Channels, from this machine: at {@code /switched} at once or late, as it is told,
 * and at {@code /silent} nobody, ever.
 */
final class SwitchedResponder implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

  private final HttpServer server;
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private volatile LongSupplier millis = () -> 0;

  private SwitchedResponder(HttpServer server) {
    this.server = server;
    server.createContext("/switched", this::answer);
    server.createContext("/silent", exchange -> exchange.getRequestBody().readAllBytes());
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /**
   * Listens where the pods of the cluster's first node find it.
   *
   * @throws TestAbortedException where that node is no address of this machine
   */
  static SwitchedResponder open(Cluster cluster) {
    String node = cluster.nodeAddress();
    try {
      return new SwitchedResponder(HttpServer.create(new InetSocketAddress(node, 0), 0));
    } catch (IOException e) {
      throw new TestAbortedException(
          "a responder that can be switched: pods do not find this machine at " + node, e);
    }
  }

  /** Its address for pods, by path. */
  String url(String path) {
    return "http://"
        + server.getAddress().getAddress().getHostAddress()
        + ":"
        + server.getAddress().getPort()
        + path;
  }

  /** Answers so much later from now on. */
  void delay(long millis) {
    takes(() -> millis);
  }

  /** Takes so many milliseconds for each answer from now on. */
  void takes(LongSupplier millis) {
    this.millis = millis;
  }

  /** Messages it was asked about more than once. */
  long askedAgain() {
    return asked.values().stream().filter(it -> it > 1).count();
  }

  /** How often it was asked. */
  long asked() {
    return asked.values().stream().mapToLong(it -> it).sum();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher id = ID.matcher(event);
    String to = id.find() ? id.group(1) : "";
    asked.merge(to, 1, Integer::sum);
    later.schedule(() -> reply(exchange, to), millis.getAsLong(), TimeUnit.MILLISECONDS);
  }

  private static void reply(HttpExchange exchange, String to) {
    byte[] reply =
        """
        {"specversion": "1.0", "type": "cx.touchpoint.message.reply", "id": "%s", "source": "/acceptance",
         "data": {"inReplyTo": "%s", "parts": [{"text": "Here it is."}]}}
        """
            .formatted(UUID.randomUUID(), to)
            .getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "application/cloudevents+json");
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the connector has given up; it counts that
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    server.stop(0);
  }
}
