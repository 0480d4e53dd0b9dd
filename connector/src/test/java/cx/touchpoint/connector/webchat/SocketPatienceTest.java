package cx.touchpoint.connector.webchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.Type;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Conversations;
import cx.touchpoint.connector.conversation.MemoryConversations;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.http.PublicListener;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.signin.SignIns;
import cx.touchpoint.connector.trust.CaBundle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a socket is waited for that does not do its part. */
class SocketPatienceTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService turns = Executors.newVirtualThreadPerTaskExecutor();
  private final ConnectorMetrics metrics = new ConnectorMetrics("hello", Type.WebChat);

  @AfterEach
  void stop() throws Exception {
    turns.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void whoNeverSaysHelloIsSentAway() throws Exception {
    int port = serve(new SocketTimes(Duration.ofMillis(100), LONG));
    try (Socket socket = handshake(port)) {
      assertThat(readToEnd(socket)).contains("no hello came");
    }
  }

  @Test
  void whoDoesNotAnswerPingsIsGone() throws Exception {
    int port = serve(new SocketTimes(LONG, Duration.ofMillis(100)));
    try (Socket socket = handshake(port)) {
      write(socket, "{\"type\":\"hello\"}");
      assertThat(readToEnd(socket)).contains("welcome").contains("no answer to a ping");
    }
  }

  @Test
  void whoDoesNotReadIsNotReadEitherAndCutOffInTheEnd() throws Exception {
    int port = serve(new SocketTimes(LONG, LONG));
    try (Socket socket = handshake(port)) {
      write(socket, "{\"type\":\"hello\"}");
      // Each answer is 320 kB; what a kernel keeps for a reader that does not read is soon full.
      for (int i = 0; i < 100; i++) {
        try {
          write(
              socket,
              "{\"type\":\"message\",\"id\":\"%s\",\"text\":\"go\"}".formatted(UUID.randomUUID()));
        } catch (IOException closed) {
          break;
        }
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(metrics.scrape("text/plain"))
                      .contains(
                          "touchpoint_connections{channel=\"hello\",channel_type=\"WebChat\"} 0"));
    }
  }

  private int serve(SocketTimes times) throws Exception {
    Files.writeString(directory.resolve("sessionKey"), RunningConnector.SESSION_KEY);
    Credentials credentials = new Credentials(directory, directory);
    ConnectorConfiguration.WebChat settings =
        new ConnectorConfiguration.WebChat(List.of(Configuration.ORIGIN), false);
    credentials.reload(
        new ConnectorConfiguration(
            "r1",
            "hello",
            Type.WebChat,
            settings,
            null,
            null,
            null,
            new ConnectorConfiguration.Responder(ConnectorConfiguration.Responder.Kind.Echo, null),
            4,
            List.of(),
            null,
            null,
            null,
            null));
    Answer large =
        new Answer(Answer.Author.Automated, Collections.nCopies(20, Part.text("x".repeat(16_000))));
    Conversations conversations =
        new MemoryConversations(
            (_, _) -> Reaction.saying(large), 4, turns, Ticks.system(), metrics);
    WebChatRoute route =
        new WebChatRoute(
            vertx,
            "hello",
            () ->
                new Terms(
                    Optional.of(new Terms.Pages(settings.allowedOrigins(), false)),
                    false,
                    Optional.empty(),
                    Optional.empty()),
            credentials,
            new SignIns(vertx, directory, new CaBundle(null), turns, Clock.systemUTC()),
            Accounts.APART,
            conversations,
            metrics,
            Ticks.system(),
            RandomGenerator.getDefault(),
            times);
    HttpServer server =
        vertx
            .createHttpServer(PublicListener.options("127.0.0.1", 0).setReadIdleTimeout(2))
            .requestHandler(route::serve)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    return server.actualPort();
  }

  private static Socket handshake(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8_192);
    socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write(
            """
            GET /ws HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Origin: %s\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """
                .formatted(Configuration.ORIGIN)
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    assertThat(head).startsWith("HTTP/1.1 101");
    return socket;
  }

  /** A text frame of less than 126 bytes, masked with zeros. */
  private static void write(Socket socket, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    assertThat(payload.length).isLessThan(126);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | payload.length);
    frame.write(new byte[4]);
    frame.write(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  private static String readToEnd(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    try {
      in.transferTo(all);
    } catch (java.net.SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }
}
