package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.Issuer;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.store.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chat inside an app whose messages are kept: an account is one customer on all its devices. */
class KeptInAppTest {

  @TempDir private Path files;
  private final List<RunningConnector> running = new ArrayList<>();
  private Issuer issuer;
  private String database = "";

  @BeforeEach
  void begin() throws Exception {
    issuer = new Issuer();
    database = PostgresServer.shared().newDatabase();
  }

  @AfterEach
  void end() throws Exception {
    for (RunningConnector each : running) {
      each.close();
    }
    issuer.close();
  }

  @Test
  void anAccountHasOneConversationOnAllOfItsDevicesAndReplicas() throws Exception {
    RunningConnector one = replica("one", true);
    RunningConnector other = replica("other", true);
    try (ChatClient phone = ChatClient.app(one.socket());
        ChatClient tablet = ChatClient.app(other.socket())) {
      phone.hello(issuer.token("jane"), null, -1);
      tablet.hello(issuer.token("jane"), null, -1);
      String conversation = phone.expect("welcome").path("conversation").asText();
      JsonNode welcome = tablet.expect("welcome");
      assertThat(welcome.path("conversation").asText()).isEqualTo(conversation);
      assertThat(welcome.path("resumed").asBoolean()).isTrue();

      phone.say("From the phone");
      assertThat(phone.until("reply").getLast().at("/parts/0/text").asText())
          .isEqualTo("From the phone");
      assertThat(tablet.expect("reply").at("/parts/0/text").asText()).isEqualTo("From the phone");
    }
    // A device that was never there before has all that was answered.
    try (ChatClient watch = ChatClient.app(other.socket())) {
      watch.hello(issuer.token("jane"), null, 0);
      watch.expect("welcome");
      assertThat(watch.expect("reply").at("/parts/0/text").asText()).isEqualTo("From the phone");
    }
    try (ChatClient stranger = ChatClient.app(one.socket())) {
      stranger.hello(issuer.token("john"), null, 0);
      stranger.expect("welcome");
      stranger.say("I am John");
      assertThat(stranger.until("reply").getLast().at("/parts/0/text").asText())
          .isEqualTo("I am John");
    }
  }

  @Test
  void withoutAKeyInTheSecretDevicesAreApartAndItIsSaid() throws Exception {
    RunningConnector one = replica("one", false);
    assertThat(RunningConnector.get(one.internal("/status")).body())
        .contains("\"Durable\"")
        .contains("Each device of a customer has a conversation of its own")
        .contains("identityKey");
    assertThat(conversation(one, issuer.token("jane")))
        .isNotEqualTo(conversation(one, issuer.token("jane")));

    one.with("history/identityKey", RunningConnector.SESSION_KEY);
    assertThat(conversation(one, issuer.token("jane")))
        .isEqualTo(conversation(one, issuer.token("jane")));
  }

  private static String conversation(RunningConnector connector, String token) throws Exception {
    try (ChatClient app = ChatClient.app(connector.socket())) {
      app.hello(token, null, -1);
      return app.expect("welcome").path("conversation").asText();
    }
  }

  private RunningConnector replica(String name, boolean keyed) throws Exception {
    RunningConnector connector =
        RunningConnector.in(files.resolve(name))
            .configured(Configuration.inApp(issuer.signIn()).kept("shop").json())
            .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
            .with("history/uri", database);
    if (keyed) {
      connector.with("history/identityKey", RunningConnector.SESSION_KEY);
    }
    running.add(connector);
    return connector.startedAndReady();
  }
}
