package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chat inside an app, whose customers have signed in. */
class InAppTest {

  @TempDir Path directory;
  private Issuer issuer;
  private ScriptedResponder responder;
  private RunningConnector connector;

  @BeforeEach
  void begin() throws Exception {
    issuer = new Issuer();
    responder = new ScriptedResponder(ScriptedResponder.saying("Hello!"));
    connector =
        RunningConnector.in(directory)
            .configured(
                Configuration.inApp(issuer.signIn()).http(responder.url(), 5_000, false).json())
            .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
            .start();
  }

  @AfterEach
  void end() throws Exception {
    connector.close();
    responder.close();
    issuer.close();
  }

  @Test
  void anAppComesFromNoPageAndIsServedNone() throws Exception {
    try (ChatClient app = ChatClient.app(connector.socket())) {
      app.hello(issuer.token("jane"), null, -1);
      assertThat(app.expect("welcome").path("signedIn").asBoolean()).isTrue();
      app.say("hello");
      app.until("accepted");
    }
    JsonNode asked = responder.asked().getLast().event().path("data");
    assertThat(asked.path("channelType").asText()).isEqualTo("InApp");
    assertThat(asked.at("/customer/accountId").asText()).isEqualTo("jane");
    for (String path : new String[] {"/widget.js", "/demo", "/hooks/webhook"}) {
      assertThat(RunningConnector.get(connector.open(path)).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(
            connector
                .metrics()
                .value("touchpoint_conversations_started_total{device=Unknown,entry=App}"))
        .isEqualTo(1);
  }

  @Test
  void nobodyIsLetInWithoutAToken() throws Exception {
    try (ChatClient app = ChatClient.app(connector.socket())) {
      app.hello();
      JsonNode refused = app.expect("refused");
      assertThat(refused.path("reason").asText()).isEqualTo("missing");
      assertThat(refused.path("retryable").asBoolean()).isFalse();
      assertThat(app.closure()).startsWith("1008");
    }
    assertThat(connector.metrics().value("touchpoint_sign_ins_total{result=missing}")).isEqualTo(1);
    assertThat(connector.metrics().value("touchpoint_messages_received_total")).isZero();
  }

  @Test
  void withoutAHistoryEachDeviceGoesOnByItsOwnResumeToken() throws Exception {
    JsonNode first = welcome(issuer.token("jane"), null);
    JsonNode again = welcome(issuer.token("jane"), first.path("resume").asText());
    assertThat(again.path("conversation")).isEqualTo(first.path("conversation"));
    assertThat(again.path("resumed").asBoolean()).isTrue();

    JsonNode elsewhere = welcome(issuer.token("jane"), null);
    assertThat(elsewhere.path("conversation")).isNotEqualTo(first.path("conversation"));
    JsonNode other = welcome(issuer.token("john"), first.path("resume").asText());
    assertThat(other.path("conversation")).isNotEqualTo(first.path("conversation"));
    assertThat(other.path("resumed").asBoolean()).isFalse();
  }

  private JsonNode welcome(String token, @Nullable String resume) throws Exception {
    try (ChatClient app = ChatClient.app(connector.socket())) {
      app.hello(token, resume, -1);
      return app.expect("welcome");
    }
  }
}
