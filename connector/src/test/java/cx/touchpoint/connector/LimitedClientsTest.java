package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client that wants everything, and everybody else. */
class LimitedClientsTest {

  private static final int MANY = 1_000;
  private static final int MOST = 100;
  private static final String THIS_MACHINE = "\"127.0.0.1/32\"";
  private static final String LIMITED = "touchpoint_requests_total{outcome=limited}";

  @TempDir private Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable it : open) {
      it.close();
    }
    open.clear();
  }

  @Test
  void ofAThousandConnectionsFromOneAddressThoseBeyondTheLimitAreCut() throws Exception {
    try (RunningConnector connector = limited(Configuration.webhook().clients(MOST, ""))) {
      int served = 0;
      for (int i = 0; i < MANY; i++) {
        Socket socket =
            new Socket(InetAddress.getByName("127.0.0.1"), connector.open("/").getPort());
        open.add(socket);
        served += isAnswered(socket) ? 1 : 0;
      }
      assertThat(served).isEqualTo(MOST);
      Exposition metrics = connector.metrics();
      assertThat(metrics.value(LIMITED)).isEqualTo(MANY - MOST);
      assertThat(metrics.value("touchpoint_requests_total{outcome=overloaded}")).isZero();
      assertThat(metrics.value("touchpoint_requests_total{outcome=failed}")).isZero();

      assertThat(sent(connector, "127.0.0.2")).isEqualTo(200);
      assertThatThrownBy(() -> sent(connector, "127.0.0.1")).isInstanceOf(IOException.class);
      closeAll();
      await().until(() -> isServed(connector, "127.0.0.1"));
    }
  }

  @Test
  void ofAThousandSocketsOfOneClientBehindAProxyThoseBeyondTheLimitAreRefused() throws Exception {
    try (RunningConnector connector =
        limited(Configuration.webChat().clients(MOST, THIS_MACHINE))) {
      for (int i = 0; i < MANY; i++) {
        String forwardedFor = "203.0.113." + i % 256 + ", 198.51.100.7";
        if (i < MOST) {
          open.add(socket(connector, forwardedFor));
        } else {
          assertRefused(connector, forwardedFor);
        }
      }
      Exposition metrics = connector.metrics();
      assertThat(metrics.value(LIMITED)).isEqualTo(MANY - MOST);
      assertThat(metrics.value("touchpoint_connections")).isEqualTo(MOST);
      assertThat(metrics.value("touchpoint_requests_total{outcome=overloaded}")).isZero();
      assertThat(metrics.value("touchpoint_requests_total{outcome=bad_signature}")).isZero();

      assertThat(RunningConnector.get(connector.internal("/metrics")).body())
          .doesNotContain("198.51.100")
          .doesNotContain("127.0.0");

      HttpResponse<String> refused = get(connector, "/widget.js", "198.51.100.7");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
      assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
      JsonNode problem = new ObjectMapper().readTree(refused.body());
      assertThat(problem.path("title").asText()).isEqualTo("Too Many Requests");

      assertThat(get(connector, "/ping", "198.51.100.7").statusCode()).isEqualTo(200);
      assertThat(get(connector, "/widget.js", "198.51.100.8").statusCode()).isEqualTo(200);
      open.add(socket(connector, "198.51.100.7, 198.51.100.8"));
      closeAll();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> get(connector, "/widget.js", "198.51.100.7").statusCode() == 200);
    }
  }

  @Test
  void aLimitThatChangesIsTakenUpWhileSocketsStayOpen() throws Exception {
    Configuration chat = Configuration.webChat();
    try (RunningConnector connector = limited(chat.clients(2, THIS_MACHINE))) {
      ChatClient first = socket(connector, "198.51.100.7");
      open.add(first);
      open.add(socket(connector, "198.51.100.7"));
      assertRefused(connector, "198.51.100.7");

      connector.configured(chat.revision("r2").clients(3, THIS_MACHINE).json()).reload();
      open.add(socket(connector, "198.51.100.7"));
      assertRefused(connector, "198.51.100.7");

      connector.configured(chat.revision("r3").clients(1, THIS_MACHINE).json()).reload();
      assertRefused(connector, "198.51.100.7");
      first.say("still here");
      assertThat(first.until("reply")).isNotEmpty();

      connector.configured(chat.revision("r4").json()).reload();
      open.add(socket(connector, "198.51.100.7"));
      assertThat(connector.metrics().value("touchpoint_connections")).isEqualTo(4);
    }
  }

  @Test
  void withoutALimitAThousandAreServed() throws Exception {
    try (RunningConnector connector = limited(Configuration.webhook())) {
      for (int i = 0; i < MANY; i++) {
        open.add(new Socket(InetAddress.getByName("127.0.0.1"), connector.open("/").getPort()));
      }
      assertThat(sent(connector, "127.0.0.1")).isEqualTo(200);
      assertThat(connector.metrics().value(LIMITED)).isZero();
    }
  }

  private RunningConnector limited(Configuration configuration) throws Exception {
    return RunningConnector.in(directory)
        .configured(configuration.json())
        .with("credentials/token", RunningConnector.TOKEN)
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .start();
  }

  private static ChatClient socket(RunningConnector connector, String forwardedFor)
      throws InterruptedException {
    ChatClient client =
        ChatClient.forwarded(connector.socket(), Configuration.ORIGIN, forwardedFor);
    // One that never says hello is closed after ten seconds.
    client.hello();
    client.expect("welcome");
    return client;
  }

  private static void assertRefused(RunningConnector connector, String forwardedFor) {
    assertThatThrownBy(() -> socket(connector, forwardedFor))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            it -> assertThat(it.getResponse().statusCode()).isEqualTo(429));
  }

  private static HttpResponse<String> get(
      RunningConnector connector, String path, String forwardedFor) throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(connector.open(path)).header("X-Forwarded-For", forwardedFor));
  }

  private static boolean isServed(RunningConnector connector, String from) throws Exception {
    try {
      return sent(connector, from) == 200;
    } catch (IOException stillRefused) {
      return false;
    }
  }

  /** The status of an event that comes from an address of this machine. */
  private static int sent(RunningConnector connector, String from) throws Exception {
    URI hook = connector.open("/hooks/webhook");
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.getByName(from)).build()) {
      return client
          .send(
              HttpRequest.newBuilder(hook)
                  .timeout(Duration.ofSeconds(20))
                  .header("Authorization", "Bearer " + RunningConnector.TOKEN)
                  .header("Content-Type", "application/json")
                  .header("ce-specversion", "1.0")
                  .header("ce-id", from)
                  .header("ce-source", "/shop")
                  .header("ce-type", "cx.touchpoint.message.sent")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"Hello\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  /** Whether a connection is answered, and not cut. */
  private static boolean isAnswered(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      socket
          .getOutputStream()
          .write("GET /ping HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() >= 0;
    } catch (SocketException reset) {
      return false;
    }
  }
}
