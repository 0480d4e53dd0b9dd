package cx.touchpoint.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A responder over HTTP that does what a test tells it and remembers what it was asked, which must
 * be documented.
 */
public final class ScriptedResponder implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  public ScriptedResponder(Script script) throws IOException {
    this(HttpServer.create(anyPort(), 50), script);
  }

  /** Answers over https, as whoever this context proves it to be. */
  public ScriptedResponder(Script script, SSLContext identity) throws IOException {
    this(https(identity), script);
  }

  private ScriptedResponder(HttpServer server, Script script) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext(
        "/answer",
        exchange -> {
          Asked question =
              new Asked(
                  JSON.readTree(exchange.getRequestBody().readAllBytes()),
                  Map.copyOf(exchange.getRequestHeaders()));
          asked.add(question);
          try {
            script.answer(question, exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
  }

  private static HttpServer https(SSLContext identity) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return server;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Answers every message with the same words. */
  public static Script saying(String text) {
    return (question, exchange) -> reply(exchange, text);
  }

  /** Answers with this status and nothing else. */
  public static Script status(int status, String... headers) {
    return (_, exchange) -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  public static void reply(HttpExchange exchange, String text) throws IOException {
    send(
        exchange,
        """
        {"specversion":"1.0","id":"1","source":"/assistant","type":"cx.touchpoint.message.reply",
         "data":{"author":"Human","parts":[{"text":%s}]}}"""
            .formatted(JSON.writeValueAsString(text)));
  }

  public static void send(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/cloudevents+json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  public String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + port() + "/answer";
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** All that it was asked so far. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** What it was first asked about the message of this text; it may be asked about it again. */
  public JsonNode askedAbout(String text) {
    return asked().stream().filter(it -> it.text().equals(text)).findFirst().orElseThrow().event();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    asked.forEach(
        question -> Contract.STRICT.hold("events.schema.json#/$defs/received", question.event()));
  }

  /** What the responder does with one question. */
  @FunctionalInterface
  public interface Script {
    void answer(Asked question, HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** One question, as it came. */
  public record Asked(JsonNode event, Map<String, List<String>> headers) {
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(e -> e.getKey().equalsIgnoreCase(name))
          .map(e -> e.getValue().getFirst())
          .findFirst()
          .orElse("");
    }

    public String text() {
      return event.path("data").path("text").asText();
    }
  }
}
