package cx.touchpoint.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/**
 * A responder at this machine that keeps a journal, breaks off every hundredth conversation after
 * it was asked, and can die as a whole. Each of its answers is another one.
 */
final class MortalResponder implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int BREAKS_OFF = 100;
  private static final int THINKS_MILLIS = 20;

  private final Journal journal;
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InetSocketAddress address;
  private volatile HttpServer server;

  private MortalResponder(InetSocketAddress address, Journal journal) throws IOException {
    this.journal = journal;
    this.server = serve(address);
    this.address = server.getAddress();
  }

  /** Listens where the pods of the cluster's first node find it. */
  static MortalResponder open(Cluster cluster, Journal journal) {
    try {
      return new MortalResponder(new InetSocketAddress(cluster.nodeAddress(), 0), journal);
    } catch (IOException e) {
      throw new TestAbortedException(
          "a responder that dies: pods do not find this machine at " + cluster.nodeAddress(), e);
    }
  }

  String url() {
    return "http://%s:%d/".formatted(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Cuts whoever is being answered and listens no more. */
  void die() {
    server.stop(0);
  }

  /** Listens again, where it did. */
  void live() {
    try {
      server = serve(address);
    } catch (IOException e) {
      throw new AssertionError("the responder's port was taken meanwhile", e);
    }
  }

  private HttpServer serve(InetSocketAddress where) throws IOException {
    HttpServer listening = HttpServer.create(where, 0);
    listening.createContext("/", this::answer);
    listening.setExecutor(threads);
    listening.start();
    return listening;
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode event = JSON.readTree(exchange.getRequestBody());
    String words = event.at("/data/text").asText();
    journal.note("asked", words);
    try (exchange) {
      TimeUnit.MILLISECONDS.sleep(THINKS_MILLIS);
      String answer = UUID.randomUUID().toString();
      // Before it is said, because whether it arrives is not known here.
      journal.note("replied", words, answer);
      if (asked.incrementAndGet() % BREAKS_OFF != 0) {
        say(exchange, event.path("id").asText(), answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(HttpExchange exchange, String to, String answer) throws IOException {
    byte[] reply =
        JSON.writeValueAsBytes(
            Map.of(
                "specversion", "1.0",
                "type", "cx.touchpoint.message.reply",
                "id", answer,
                "source", "/acceptance",
                "data", Map.of("inReplyTo", to, "parts", List.of(Map.of("text", answer)))));
    exchange.getResponseHeaders().add("Content-Type", "application/cloudevents+json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
