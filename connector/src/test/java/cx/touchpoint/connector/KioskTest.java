package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chat on a device that one person uses after another. */
class KioskTest {

  private static final long SOON = 2_000;

  @TempDir Path directory;

  @Test
  void whereNobodyIsThereAnyMoreTheConversationIsOverForEverybody() throws Exception {
    try (RunningConnector connector = kiosk(SOON);
        ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      client.hello();
      JsonNode welcome = client.expect("welcome");
      assertThat(welcome.path("resetAfterMs").asLong()).isEqualTo(SOON);
      client.say("My number is 4711");
      String resume = client.until("accepted").getLast().path("resume").asText();
      client.until("reset");
      assertThat(client.closure()).startsWith("1000");

      JsonNode next = welcome(connector, resume);
      assertThat(next.path("resumed").asBoolean()).isFalse();
      assertThat(next.path("problem").asText()).contains("is older than 2 s");
      assertThat(next.path("conversation")).isNotEqualTo(welcome.path("conversation"));
    }
  }

  @Test
  void whoeverTouchesTheDeviceKeepsIt() throws Exception {
    long begin = System.nanoTime();
    try (RunningConnector connector = kiosk(SOON);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(400))
          .until(
              () -> {
                client.send("{\"type\":\"present\"}");
                client.expect("renewed");
                return System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(2 * SOON);
              });
      client.say("Still here");
      client.until("accepted");
    }
  }

  @Test
  void aLostConnectionGoesOnAndKeepsNoTokenYoung() throws Exception {
    MovableTime time = new MovableTime();
    try (RunningConnector connector = kiosk(60_000, time)) {
      String resume;
      try (ChatClient client = ChatClient.greeted(connector.socket())) {
        client.say("hello");
        resume = client.until("accepted").getLast().path("resume").asText();
      }
      time.advance(Duration.ofSeconds(40));
      JsonNode again = welcome(connector, resume);
      assertThat(again.path("resumed").asBoolean()).isTrue();
      assertThat(again.path("resume").asText()).isEqualTo(resume);
      String present;
      try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
        client.hello(resume);
        client.expect("welcome");
        client.send("{\"type\":\"present\"}");
        present = client.expect("renewed").path("resume").asText();
      }
      time.advance(Duration.ofSeconds(40));
      assertThat(welcome(connector, resume).path("resumed").asBoolean()).isFalse();
      assertThat(welcome(connector, present).path("resumed").asBoolean()).isTrue();
    }
  }

  @Test
  void aDevicesPageIsAdmittedByItsOriginAndCountedAsOne() throws Exception {
    try (RunningConnector connector = kiosk(60_000);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      client.say("hello");
      client.until("accepted");
      assertThat(
              connector
                  .metrics()
                  .value("touchpoint_conversations_started_total{device=Desktop,entry=Kiosk}"))
          .isEqualTo(1);
      assertThat(ChatClient.handshakeStatus(connector.socket(), "https://evil.example.com"))
          .isEqualTo(403);
      assertThat(RunningConnector.get(connector.open("/widget.js")).statusCode()).isEqualTo(200);
      assertThat(RunningConnector.get(connector.open("/demo")).statusCode()).isEqualTo(200);
    }
  }

  private static JsonNode welcome(RunningConnector connector, String resume) throws Exception {
    try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      client.hello(resume);
      return client.expect("welcome");
    }
  }

  private RunningConnector kiosk(long resetAfterMillis) throws Exception {
    return started(RunningConnector.in(directory), resetAfterMillis);
  }

  private RunningConnector kiosk(long resetAfterMillis, MovableTime time) throws Exception {
    return started(RunningConnector.in(directory, time.ticks()), resetAfterMillis);
  }

  private static RunningConnector started(RunningConnector connector, long resetAfterMillis)
      throws Exception {
    return connector
        .configured(Configuration.kiosk(resetAfterMillis).json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .start();
  }
}
