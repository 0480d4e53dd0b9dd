package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.Issuer;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person on several channels, recognised by what those prove. */
class RecognisedTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String KEYS = "AccountId\", \"Email\", \"Phone";

  @TempDir private Path files;
  private final List<RunningConnector> running = new ArrayList<>();
  private ScriptedResponder responder;
  private String database = "";

  @BeforeAll
  static void assumeDatabase() {
    PostgresServer.shared();
  }

  @BeforeEach
  void begin() throws Exception {
    database = PostgresServer.shared().newDatabase();
    responder =
        new ScriptedResponder(
            (question, exchange) -> ScriptedResponder.reply(exchange, "re " + question.text()));
  }

  @AfterEach
  void end() throws Exception {
    for (RunningConnector each : running) {
      each.close();
    }
    responder.close();
  }

  @Test
  void whoeverAnswersSeesWhatWasSaidOnEveryChannel() throws Exception {
    RunningConnector web = channel("web");
    RunningConnector app = channel("app");
    RunningConnector mail = channel("mail");
    say(web, "w1", "Where is my parcel?", "{\"accountId\": \"A-1\"}");
    say(
        app,
        "a1",
        "It is the red one",
        "{\"accountId\": \"A-1\", \"email\": \"Jane@Example.com\"}");
    say(mail, "m1", "Any news?", "{\"email\": \"jane@example.com\"}");

    JsonNode asked = responder.asked().getLast().event().path("data");
    assertThat(asked.path("customer"))
        .isEqualTo(JSON.readTree("{\"accountId\": \"A-1\", \"email\": \"jane@example.com\"}"));
    assertThat(said(asked))
        .containsExactly(
            "web: Where is my parcel?",
            "web: re Where is my parcel?",
            "app: It is the red one",
            "app: re It is the red one");
    assertThat(links(app)).containsExactlyInAnyOrder("linked 1.0", "new 0.0");
    assertThat(links(web)).containsExactlyInAnyOrder("linked 0.0", "new 1.0");
  }

  @Test
  void whoHasSignedInToAChatIsRecognisedOnOtherChannels() throws Exception {
    try (Issuer issuer = new Issuer()) {
      RunningConnector web = channel("web");
      RunningConnector chat =
          running(
              "chat",
              Configuration.webChat()
                  .block(
                      "\"webChat\": {\"allowedOrigins\": [\"%s\"], \"signIn\": %s}"
                          .formatted(Configuration.ORIGIN, issuer.signIn())),
              RunningConnector.SESSION_KEY);
      say(web, "w1", "Where is my parcel?", "{\"accountId\": \"A-1\"}");
      try (ChatClient client = ChatClient.connect(chat.socket(), Configuration.ORIGIN)) {
        client.send("{\"type\":\"hello\",\"token\":\"%s\"}".formatted(issuer.token("A-1")));
        client.expect("welcome");
        client.say("It is the red one");
        client.until("reply");
      }

      JsonNode asked = responder.asked().getLast().event().path("data");
      assertThat(asked.path("customer")).isEqualTo(JSON.readTree("{\"accountId\": \"A-1\"}"));
      assertThat(said(asked))
          .containsExactly("web: Where is my parcel?", "web: re Where is my parcel?");
      assertThat(links(chat)).containsExactlyInAnyOrder("linked 1.0", "new 0.0");
    }
  }

  @Test
  void whoProvedNothingIsNobodyElse() throws Exception {
    RunningConnector web = channel("web");
    RunningConnector app = channel("app");
    say(web, "w1", "Where is my parcel?", "{\"accountId\": \"A-1\"}");
    say(app, "a1", "Hello", "null");
    assertThat(responder.asked().getLast().event().path("data").has("history")).isFalse();
    assertThat(responder.asked().getLast().event().path("data").has("customer")).isFalse();
  }

  @Test
  void twoAccountsAreTwoPersonsWhateverTheyShare() throws Exception {
    RunningConnector web = channel("web");
    RunningConnector app = channel("app");
    say(web, "w1", "I am the mother", "{\"accountId\": \"A-1\", \"phone\": \"+49 30 1234567\"}");
    say(app, "a1", "I am the son", "{\"accountId\": \"A-2\", \"phone\": \"+49301234567\"}");
    assertThat(responder.asked().getLast().event().path("data").has("history")).isFalse();

    // Two persons at one device are not made one either: who they were stays.
    say(web, "w1", "And now the son", "{\"accountId\": \"A-2\"}");
    assertThat(said(responder.asked().getLast().event().path("data")))
        .containsExactly("web: I am the mother", "web: re I am the mother");
  }

  @Test
  void aNameThatIsNoneIsRefusedWithItsField() throws Exception {
    RunningConnector web = channel("web");
    HttpResponse<String> refused = send(web, "w1", "Hello", "{\"phone\": \"911\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("data.customer.phone").contains("E.164");
    assertThat(send(web, "w1", "Hello", "\"Jane\"").statusCode()).isEqualTo(400);
  }

  @Test
  void withoutAKeyInTheSecretNobodyIsRecognisedAndItIsSaid() throws Exception {
    RunningConnector web = channel("web", "");
    say(web, "w1", "Hello", "{\"accountId\": \"A-1\"}");
    assertThat(RunningConnector.get(web.internal("/status")).body())
        .contains("\"Durable\"")
        .contains("no usable key identityKey");
    assertThat(record(web, "show", "AccountId", "A-1").statusCode()).isEqualTo(409);
  }

  @Test
  void aPersonIsShownAndErasedAndNothingReadableIsLeft() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      database = server.newDatabase();
      RunningConnector web = channel("web");
      RunningConnector app = channel("app");
      say(web, "w1", "My secret is marmalade", "{\"accountId\": \"account-5417-4711\"}");
      say(
          app,
          "a1",
          "My number is secret",
          "{\"accountId\": \"account-5417-4711\", \"phone\": \"+4930555777\"}");
      say(web, "w2", "I stay", "{\"accountId\": \"account-5417-4712\"}");

      JsonNode shown = JSON.readTree(record(app, "show", "Phone", "+49 30 555777").body());
      assertThat(shown.path("proved").path("AccountId").asText()).isEqualTo("account-5417-4711");
      assertThat(shown.path("conversations").findValuesAsText("channel"))
          .containsExactlyInAnyOrder("care/web", "care/app");
      JsonNode first = shown.path("conversations").get(0);
      assertThat(
              JSON.readTree(
                      record(app, "messages", "Phone", "+4930555777", first.path("no").asLong())
                          .body())
                  .path("messages"))
          .hasSize(2);

      HttpResponse<String> erased = record(web, "erase", "AccountId", "account-5417-4711");
      assertThat(JSON.readTree(erased.body()))
          .isEqualTo(JSON.readTree("{\"conversations\": 2, \"messages\": 4}"));
      assertThat(record(web, "show", "AccountId", "account-5417-4711").statusCode()).isEqualTo(404);
      assertThat(record(app, "show", "Phone", "+4930555777").statusCode()).isEqualTo(404);
      assertThat(record(web, "show", "AccountId", "account-5417-4712").statusCode()).isEqualTo(200);
      // They may come back, as somebody new.
      say(web, "w1", "Hello again", "{\"accountId\": \"account-5417-4711\"}");
      assertThat(responder.asked().getLast().event().path("data").has("history")).isFalse();

      server.sql(PostgresServer.databaseOf(database), "CHECKPOINT");
      assertThat(found(server.data(), "marmalade", "+4930555777", "account-5417-4711", "My number"))
          .as("in any file of the database")
          .isEmpty();
    }
  }

  @Test
  void aNameThatIsTakenAwayPartsWhomItJoined() throws Exception {
    RunningConnector web = channel("web");
    RunningConnector app = channel("app");
    say(web, "w1", "I am Jane", "{\"email\": \"jane@example.com\", \"phone\": \"+4930111222\"}");
    say(app, "a1", "I am John", "{\"phone\": \"+4930111222\"}");
    assertThat(record(web, "unlink", "Phone", "+4930111222").statusCode()).isEqualTo(200);

    JsonNode jane = JSON.readTree(record(web, "show", "Email", "jane@example.com").body());
    assertThat(jane.path("conversations").findValuesAsText("channel")).containsExactly("care/web");
    assertThat(jane.path("proved").has("Phone")).isFalse();
    assertThat(record(web, "show", "Phone", "+4930111222").statusCode()).isEqualTo(404);
    say(app, "a1", "Still John", "null");
    assertThat(said(responder.asked().getLast().event().path("data")))
        .allMatch(it -> !it.contains("Jane"));
  }

  @Test
  void whoAsksForRecordsMustSayWhoTheyAreAndWhom() throws Exception {
    RunningConnector web = channel("web");
    assertThat(post(web, "show", "{\"key\": \"AccountId\", \"value\": \"A-1\"}").body())
        .contains("actor");
    assertThat(post(web, "show", "{\"key\": \"Name\", \"value\": \"J\", \"actor\": \"me\"}").body())
        .contains("AccountId, Email or Phone");
    assertThat(post(web, "show", "{").statusCode()).isEqualTo(400);
    assertThat(
            post(web, "burn", "{\"key\":\"AccountId\",\"value\":\"A\",\"actor\":\"me\"}")
                .statusCode())
        .isEqualTo(404);
    assertThat(RunningConnector.get(web.records("/v1/customers/show")).statusCode()).isEqualTo(405);
    assertThat(RunningConnector.get(web.open("/v1/customers/show")).statusCode()).isEqualTo(404);
    assertThat(RunningConnector.get(web.internal("/v1/customers/show")).statusCode())
        .isEqualTo(404);
  }

  private static List<String> links(RunningConnector channel) throws Exception {
    return RunningConnector.get(channel.internal("/metrics"))
        .body()
        .lines()
        .filter(it -> it.startsWith("touchpoint_identity_links_total{"))
        .map(it -> it.replaceAll(".*result=\"(\\w+)\".*} (.*)", "$1 $2"))
        .toList();
  }

  private static List<String> said(JsonNode data) {
    List<String> said = new ArrayList<>();
    data.path("history")
        .forEach(
            it -> said.add(it.path("channel").asText() + ": " + it.at("/parts/0/text").asText()));
    return said;
  }

  /** Which of the texts stand in any file of a directory. */
  private static List<String> found(Path directory, String... texts) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String text : texts) {
          if (content.contains(text)) {
            found.add(text + " in " + directory.relativize(file));
          }
        }
      }
    }
    return found;
  }

  private HttpResponse<String> record(
      RunningConnector channel, String action, String key, String value) throws Exception {
    return record(channel, action, key, value, 0);
  }

  private HttpResponse<String> record(
      RunningConnector channel, String action, String key, String value, long conversation)
      throws Exception {
    return post(
        channel,
        action,
        """
        {"key": "%s", "value": "%s", "actor": "test", "conversation": %d, "after": 0}"""
            .formatted(key, value, conversation));
  }

  private static HttpResponse<String> post(RunningConnector channel, String action, String body)
      throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(channel.records("/v1/customers/" + action))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private void say(RunningConnector channel, String conversation, String text, String customer)
      throws Exception {
    assertThat(send(channel, conversation, text, customer).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> send(
      RunningConnector channel, String conversation, String text, String customer)
      throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(channel.open("/hooks/webhook"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN)
            .header("Content-Type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-type", "cx.touchpoint.message.sent")
            .header("ce-source", "/shop")
            .header("ce-subject", conversation)
            .header("ce-id", text)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"text\": \"%s\", \"customer\": %s}".formatted(text, customer))));
  }

  private RunningConnector channel(String name) throws Exception {
    return channel(name, RunningConnector.SESSION_KEY);
  }

  private RunningConnector channel(String name, String identityKey) throws Exception {
    return running(name, Configuration.webhook(), identityKey);
  }

  private RunningConnector running(String name, Configuration configuration, String identityKey)
      throws Exception {
    RunningConnector connector =
        RunningConnector.in(files.resolve(name))
            .configured(
                configuration
                    .http(responder.url(), 5_000, false)
                    .kept("shop", KEYS)
                    .json()
                    .replace("\"channel\": \"hello\"", "\"channel\": \"%s\"".formatted(name)))
            .with("credentials/token", RunningConnector.TOKEN)
            .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
            .with("history/uri", database);
    if (!identityKey.isEmpty()) {
      connector.with("history/identityKey", identityKey);
    }
    running.add(connector);
    return connector.startedAndReady();
  }
}
