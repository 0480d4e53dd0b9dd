package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Answers about one customer as a connector does, with files a test has chosen. That a connector
 * does so is tried with a real one and its database.
 */
final class LoopbackConnector implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final Map<UUID, Sent> files = new LinkedHashMap<>();
  private int asked;

  private enum Fate {
    WHOLE,
    GONE,
    CUT
  }

  private record Sent(String name, byte[] content, Fate fate) {}

  LoopbackConnector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/customers/", this::answer);
    server.start();
  }

  /** The customer sent it, and so it is. */
  UUID sent(String name, String content) {
    return sent(name, content, Fate.WHOLE);
  }

  /** It is forgotten between being named and being fetched. */
  UUID gone(String name) {
    return sent(name, "gone", Fate.GONE);
  }

  /** The connection ends in the midst of it. */
  UUID cut(String name) {
    return sent(name, "x".repeat(100_000), Fate.CUT);
  }

  private UUID sent(String name, String content, Fate fate) {
    UUID id = UUID.randomUUID();
    files.put(id, new Sent(name, content.getBytes(StandardCharsets.UTF_8), fate));
    return id;
  }

  /** How many files it was asked for. */
  int asked() {
    return asked;
  }

  /** The records of its customer. */
  CustomerRecords records() {
    return new CustomerRecords(
        new ConnectorLine("test", server.getAddress().getPort(), () -> {}), "AccountId", "A-4711");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asks = JSON.readTree(exchange.getRequestBody());
      String path = exchange.getRequestURI().getPath();
      if (!asks.path("value").asText().equals("A-4711")) {
        exchange.sendResponseHeaders(404, -1);
      } else if (path.endsWith("/show")) {
        json(
            exchange,
            """
            {"proved": {"AccountId": "A-4711"}, "conversations": [
              {"no": 7, "channel": "care/chat", "conversation": "c7", "messages": 1}]}""");
      } else if (path.endsWith("/messages")) {
        json(exchange, asks.path("after").asLong() == 0 ? messages() : "{\"messages\": []}");
      } else if (path.endsWith("/file")) {
        asked++;
        file(
            exchange,
            Objects.requireNonNull(files.get(UUID.fromString(asks.path("file").asText()))));
      }
    }
  }

  /** One message with all of them, and one that sends the first once more. */
  private String messages() {
    ObjectNode all = JSON.createObjectNode();
    var messages = all.putArray("messages");
    var parts = messages.addObject().put("seq", 1).put("author", "Customer").putArray("parts");
    parts.addObject().put("text", "Here");
    files.forEach((id, sent) -> parts.addObject().set("file", named(id, sent)));
    var again = messages.addObject().put("seq", 2).put("author", "Customer").putArray("parts");
    files.entrySet().stream()
        .limit(1)
        .forEach(it -> again.addObject().set("file", named(it.getKey(), it.getValue())));
    return all.toString();
  }

  private static ObjectNode named(UUID id, Sent sent) {
    return JSON.createObjectNode()
        .put("id", id.toString())
        .put("name", sent.name())
        .put("contentType", "text/plain")
        .put("size", sent.content().length);
  }

  private static void json(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void file(HttpExchange exchange, Sent sent) throws IOException {
    if (sent.fate() == Fate.GONE) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.sendResponseHeaders(200, sent.content().length);
    int length = sent.fate() == Fate.CUT ? sent.content().length / 2 : sent.content().length;
    exchange.getResponseBody().write(sent.content(), 0, length);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
