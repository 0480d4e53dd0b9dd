package cx.touchpoint.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorConfiguration.Clients;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as open, and that every way in which it ends gives its place back. */
class AddressLimitTest {

  private static final List<String> THIS_MACHINE = List.of("127.0.0.1/32");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger refused = new AtomicInteger();
  private final AddressLimit limit = new AddressLimit(refused::incrementAndGet);
  private final AtomicInteger port = new AtomicInteger();
  // Requests to /later, answered when the test does it.
  private final BlockingQueue<HttpServerRequest> waiting = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() throws Exception {
    var listener = new PublicListener("127.0.0.1", 0, limit, this::route, port::set);
    vertx.deployVerticle(listener).toCompletionStage().toCompletableFuture().get();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private Optional<Route> route(String path) {
    return Optional.of(
        switch (path) {
          case "/later" -> waiting::add;
          case "/socket" -> request -> request.toWebSocket().onSuccess(_ -> waiting.add(request));
          default -> request -> request.response().end("ok");
        });
  }

  @Test
  void aConnectionOfTheClientsOwnCountsOnceWhateverItAsks() throws Exception {
    limit.configure(new Clients(1, List.of()));
    try (Client client = new Client()) {
      assertThat(client.get("/", "")).isEqualTo(200);
      assertThat(client.get("/", "X-Forwarded-For: 192.0.2.1\r\n")).isEqualTo(200);
      try (Client another = new Client()) {
        assertThat(another.isCut()).isTrue();
      }
      assertThat(client.get("/", "")).isEqualTo(200);
    }
    await().until(limit::isUnused);
    assertThat(refused).hasValue(1);
  }

  @Test
  void behindAProxyARequestCountsUntilItIsAnswered() throws Exception {
    limit.configure(new Clients(1, THIS_MACHINE));
    try (Client first = new Client();
        Client second = new Client()) {
      first.ask("GET", "/later", "X-Forwarded-For: 192.0.2.1\r\n");
      HttpServerRequest asked = next();
      assertThat(second.get("/", "X-Forwarded-For: 203.0.113.9, 192.0.2.1\r\n")).isEqualTo(429);
      assertThat(second.get("/ping", "X-Forwarded-For: 192.0.2.1\r\n")).isEqualTo(200);
      assertThat(second.get("/", "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n")).isEqualTo(200);

      vertx.runOnContext(_ -> asked.response().end());
      assertThat(first.status()).isEqualTo(200);
      await().until(limit::isUnused);
      assertThat(second.get("/", "X-Forwarded-For: 192.0.2.1\r\n")).isEqualTo(200);
    }
    assertThat(refused).hasValue(1);
  }

  @Test
  void aProxyThatDoesNotSayForWhomItSpeaksLimitsNobody() throws Exception {
    limit.configure(new Clients(1, THIS_MACHINE));
    try (Client first = new Client();
        Client second = new Client()) {
      first.ask("GET", "/later", "X-Forwarded-For: unknown\r\n");
      next();
      assertThat(second.get("/", "")).isEqualTo(200);
      assertThat(second.get("/", "X-Forwarded-For: 127.0.0.1\r\n")).isEqualTo(200);
    }
    assertThat(limit.isUnused()).isTrue();
  }

  @Test
  void whoeverLeavesBeforeTheAnswerGivesThePlaceBack() throws Exception {
    limit.configure(new Clients(1, THIS_MACHINE));
    try (Client client = new Client()) {
      client.ask("GET", "/later", "X-Forwarded-For: 192.0.2.1\r\n");
      next();
      assertThat(limit.isUnused()).isFalse();
    }
    await().until(limit::isUnused);
  }

  @Test
  void whatIsAskedAtOnceOnOneConnectionIsGivenBackToo() throws Exception {
    limit.configure(new Clients(1, THIS_MACHINE));
    try (Client client = new Client()) {
      for (int i = 0; i < 3; i++) {
        client.ask("GET", "/", "X-Forwarded-For: 192.0.2.1\r\n");
      }
      for (int i = 0; i < 3; i++) {
        assertThat(client.status()).isEqualTo(200);
      }
      await().until(limit::isUnused);
    }
  }

  @Test
  void aBodyThatIsStillToComeKeepsThePlaceThoughItWasAnswered() throws Exception {
    limit.configure(new Clients(1, THIS_MACHINE));
    try (Client client = new Client()) {
      client.ask("POST", "/", "X-Forwarded-For: 192.0.2.1\r\nContent-Length: 2\r\n");
      assertThat(client.status()).isEqualTo(200);
      assertThat(limit.isUnused()).isFalse();
      client.write("ok");
      await().until(limit::isUnused);

      client.ask("POST", "/", "X-Forwarded-For: 192.0.2.1\r\nContent-Length: 2\r\n");
      assertThat(client.status()).isEqualTo(200);
      assertThat(limit.isUnused()).isFalse();
    }
    await().until(limit::isUnused);
  }

  @Test
  void aRefusedBodyIsNotWaitedFor() throws Exception {
    limit.configure(new Clients(1, THIS_MACHINE));
    try (Client first = new Client();
        Client second = new Client()) {
      first.ask("GET", "/later", "X-Forwarded-For: 192.0.2.1\r\n");
      next();
      second.ask("POST", "/", "X-Forwarded-For: 192.0.2.1\r\nContent-Length: 2\r\n");
      assertThat(second.status()).isEqualTo(429);
      assertThat(second.isCut()).isTrue();
    }
    await().until(limit::isUnused);
  }

  @Test
  void aSocketKeepsItsPlaceUntilItIsGone() throws Exception {
    limit.configure(new Clients(1, THIS_MACHINE));
    String upgrade =
        """
        X-Forwarded-For: 192.0.2.1\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        """;
    try (Client client = new Client();
        Client another = new Client()) {
      assertThat(client.get("/socket", upgrade)).isEqualTo(101);
      next();
      assertThat(another.get("/socket", upgrade)).isEqualTo(429);
      // A handshake that fails is over.
      assertThat(another.get("/socket", upgrade.replace(".1\r", ".2\r").replace("13", "x")))
          .isEqualTo(426);
    }
    await().until(limit::isUnused);
    try (Client client = new Client()) {
      assertThat(client.get("/socket", upgrade)).isEqualTo(101);
      HttpServerRequest opened = next();
      vertx.runOnContext(_ -> opened.connection().close());
      await().until(limit::isUnused);
    }
  }

  @Test
  void anotherLimitCountsWhatIsOpenAlready() throws Exception {
    try (Client client = new Client()) {
      assertThat(client.get("/", "")).isEqualTo(200);
      limit.configure(new Clients(1, List.of()));
      try (Client another = new Client()) {
        assertThat(another.isCut()).isTrue();
      }
      assertThat(client.get("/", "")).as("what is open stays").isEqualTo(200);
      limit.configure(new Clients(2, List.of()));
      try (Client another = new Client()) {
        assertThat(another.get("/", "")).isEqualTo(200);
      }
      limit.configure(null);
      try (Client second = new Client();
          Client third = new Client()) {
        assertThat(second.get("/", "")).isEqualTo(200);
        assertThat(third.get("/", "")).isEqualTo(200);
      }
    }
    await().until(limit::isUnused);
  }

  @Test
  void whoBecomesAProxyIsCountedByItsClientsFromThenOn() throws Exception {
    try (Client client = new Client();
        Client another = new Client()) {
      assertThat(client.get("/", "")).isEqualTo(200);
      assertThat(another.get("/", "")).isEqualTo(200);
      limit.configure(new Clients(1, THIS_MACHINE));
      client.ask("GET", "/later", "X-Forwarded-For: 192.0.2.1\r\n");
      next();
      assertThat(another.get("/", "X-Forwarded-For: 192.0.2.1\r\n")).isEqualTo(429);
      assertThat(another.get("/", "X-Forwarded-For: 192.0.2.2\r\n")).isEqualTo(200);
    }
    await().until(limit::isUnused);
  }

  private HttpServerRequest next() throws InterruptedException {
    HttpServerRequest request = waiting.poll(10, TimeUnit.SECONDS);
    assertThat(request).as("a request that was admitted").isNotNull();
    return request;
  }

  /** HTTP by hand, so that what is sent can stop anywhere. */
  private final class Client implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    Client() throws IOException {
      this.socket = new Socket(InetAddress.getByName("127.0.0.1"), port.get());
      this.in = new DataInputStream(socket.getInputStream());
      socket.setSoTimeout(10_000);
    }

    int get(String path, String headers) throws IOException {
      ask("GET", path, headers);
      return status();
    }

    void ask(String method, String path, String headers) throws IOException {
      write(method + " " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The status of the next response, which is read whole. */
    int status() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
      String length =
          head.toString().replaceFirst("(?is).*content-length: ([0-9]+).*", "$1").strip();
      if (length.matches("[0-9]+")) {
        in.readFully(new byte[Integer.parseInt(length)]);
      }
      return Integer.parseInt(head.substring(9, 12));
    }

    boolean isCut() throws IOException {
      try {
        return in.read() < 0;
      } catch (java.net.SocketException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
