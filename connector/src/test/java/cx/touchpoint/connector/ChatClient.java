package cx.touchpoint.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A browser's side of the chat, spoken by hand. */
public final class ChatClient implements WebSocket.Listener, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;

  private ChatClient() {}

  /** Opens a socket and says nothing yet. */
  public static ChatClient connect(URI uri, String origin) {
    return open(uri, CLIENT.newWebSocketBuilder().header("Origin", origin));
  }

  /** The same as an app does it, which comes from no page. */
  public static ChatClient app(URI uri) {
    return open(uri, CLIENT.newWebSocketBuilder());
  }

  /** The same behind a proxy, whose header says for whom it speaks. */
  public static ChatClient forwarded(URI uri, String origin, String forwardedFor) {
    return open(
        uri,
        CLIENT
            .newWebSocketBuilder()
            .header("Origin", origin)
            .header("X-Forwarded-For", forwardedFor));
  }

  private static ChatClient open(URI uri, WebSocket.Builder builder) {
    ChatClient client = new ChatClient();
    client.socket = builder.connectTimeout(PATIENCE).buildAsync(uri, client).join();
    return client;
  }

  /** The status a refused handshake was answered with, 101 when it was not refused. */
  public static int handshakeStatus(URI uri, String origin) {
    try (ChatClient _ = connect(uri, origin)) {
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  public static ChatClient greeted(URI uri) throws Exception {
    ChatClient client = connect(uri, Configuration.ORIGIN);
    client.hello();
    client.expect("welcome");
    return client;
  }

  public void hello() {
    send("{\"type\":\"hello\"}");
  }

  public void hello(String resume) throws JsonProcessingException {
    send("{\"type\":\"hello\",\"resume\":%s}".formatted(JSON.writeValueAsString(resume)));
  }

  /** Says who the customer is, and goes on where a device stopped, if it did. */
  public void hello(String token, @Nullable String resume, long after) {
    var hello = JSON.createObjectNode().put("type", "hello").put("token", token);
    if (resume != null) {
      hello.put("resume", resume);
    }
    if (after >= 0) {
      hello.put("after", after);
    }
    send(hello.toString());
  }

  public String say(String text) throws JsonProcessingException {
    String id = UUID.randomUUID().toString();
    say(id, text);
    return id;
  }

  public void say(String id, String text) throws JsonProcessingException {
    send(
        "{\"type\":\"message\",\"id\":\"%s\",\"text\":%s}"
            .formatted(id, JSON.writeValueAsString(text)));
  }

  public void send(String frame) {
    opened().sendText(frame, true).join();
  }

  public void sendBinary(byte[] frame) {
    opened().sendBinary(ByteBuffer.wrap(frame), true).join();
  }

  private WebSocket opened() {
    return Objects.requireNonNull(socket);
  }

  /** The next frame, whatever it is, as long as it is documented. */
  public JsonNode next() throws InterruptedException {
    JsonNode frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (frame == null) {
      throw new AssertionError(
          "no frame within " + PATIENCE + (closed.isDone() ? ", closed: " + closed.join() : ""));
    }
    Contract.STRICT.hold("webchat.schema.json#/$defs/connector", frame);
    return frame;
  }

  /** The next frame, which must be of this type. */
  public JsonNode expect(String type) throws InterruptedException {
    JsonNode frame = next();
    if (!type.equals(frame.path("type").asText())) {
      throw new AssertionError("expected " + type + " but came " + frame);
    }
    return frame;
  }

  /** Frames up to the first one of this type, that one included. */
  public List<JsonNode> until(String type) throws InterruptedException {
    List<JsonNode> seen = new ArrayList<>();
    do {
      seen.add(next());
    } while (!type.equals(seen.getLast().path("type").asText()));
    return seen;
  }

  /**
   * Whether the first of these frames to come is the first one named; false too when the connector
   * closes instead.
   */
  boolean answers(String type, String... otherwise) throws InterruptedException {
    for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() - end < 0; ) {
      JsonNode frame = frames.poll(20, TimeUnit.MILLISECONDS);
      String came = frame == null ? "" : frame.path("type").asText();
      if (came.equals(type) || List.of(otherwise).contains(came)) {
        return came.equals(type);
      }
      if (frame == null && closed.isDone() && frames.isEmpty()) {
        return false;
      }
    }
    throw new AssertionError("neither " + type + " nor the end within " + PATIENCE);
  }

  /** How the other side closed: code and reason. */
  public String closure() throws Exception {
    return closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  public boolean quiet() {
    return frames.isEmpty();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        frames.add(JSON.readTree(partial.toString()));
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + partial, e);
      }
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete("broken " + error);
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
