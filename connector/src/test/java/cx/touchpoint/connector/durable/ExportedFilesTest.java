package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.Issuer;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What customers sent, for those who have to hand it to them: a real database, two Channels. */
class ExportedFilesTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path files;
  private Issuer issuer;
  private RunningConnector app;
  private RunningConnector desk;
  private String uri = "";

  @BeforeEach
  void begin() throws Exception {
    uri = PostgresServer.shared().newDatabase();
    issuer = new Issuer();
    app =
        running(
            "app",
            Configuration.inApp(issuer.signIn())
                .block(
                    "\"inApp\": {\"signIn\": %s, \"attachments\": {\"maxBytes\": 1048576, \"contentTypes\": [\"text/plain\"]}}"
                        .formatted(issuer.signIn())));
    desk = running("desk", Configuration.webhook());
  }

  @AfterEach
  void end() throws Exception {
    desk.close();
    app.close();
    issuer.close();
  }

  @Test
  void theFilesOfAPersonAreReadByteForByteAndNobodyElses() throws Exception {
    byte[] large = bytes("A parcel, ö. ".repeat(60_000));
    UUID ofJane = sent("jane", large);
    UUID ofJohn = sent("john", bytes("of john"));

    // Of any Channel's connector: the person is asked for, not the Channel.
    HttpResponse<byte[]> fetched = file(desk, "jane", ofJane.toString());
    assertThat(fetched.statusCode()).isEqualTo(200);
    assertThat(fetched.body()).isEqualTo(large);
    assertThat(fetched.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(fetched.headers().firstValueAsLong("Content-Length")).hasValue(large.length);
    assertThat(file(app, "john", ofJohn.toString()).body()).isEqualTo(bytes("of john"));

    assertThat(file(desk, "jane", ofJohn.toString()).statusCode()).isEqualTo(404);
    assertThat(file(desk, "nobody", ofJane.toString()).statusCode()).isEqualTo(404);
    assertThat(file(desk, "jane", UUID.randomUUID().toString()).statusCode()).isEqualTo(404);
    assertThat(file(desk, "jane", "../" + ofJane).statusCode()).isEqualTo(400);
  }

  @Test
  void whoReadsAPersonsFilesLeavesTheOneTraceOfAnExport() throws Exception {
    String one = sent("jane", bytes("One")).toString();
    String two = sent("jane", bytes("Two")).toString();

    JsonNode shown = json(ask(desk, "show", "jane", ""));
    JsonNode messages =
        json(
            ask(
                desk,
                "messages",
                "jane",
                ", \"conversation\": " + shown.at("/conversations/0/no").asLong()));
    assertThat(messages.findValues("file").stream().map(it -> it.path("id").asText()))
        .contains(one, two);
    assertThat(file(desk, "jane", one).body()).isEqualTo(bytes("One"));
    assertThat(file(desk, "jane", two).body()).isEqualTo(bytes("Two"));

    assertThat(audited()).isEqualTo("show by test");
  }

  @Test
  void whatWasErasedIsReadNoMore() throws Exception {
    String ofJane = sent("jane", bytes("of jane")).toString();
    String ofJohn = sent("john", bytes("of john")).toString();
    assertThat(ask(desk, "erase", "jane", "").statusCode()).isEqualTo(200);

    assertThat(file(app, "jane", ofJane).statusCode()).isEqualTo(404);
    // Somebody new under the same name has nothing of who was erased.
    sent("jane", bytes("of another"));
    assertThat(file(app, "jane", ofJane).statusCode()).isEqualTo(404);
    assertThat(file(app, "john", ofJohn).body()).isEqualTo(bytes("of john"));
  }

  /** Sends a file with a message, and waits until it was answered. */
  private UUID sent(String account, byte[] content) throws Exception {
    try (ChatClient chat = ChatClient.app(app.socket())) {
      chat.hello(issuer.token(account), null, -1);
      String resume = chat.expect("welcome").path("resume").asText();
      HttpResponse<String> uploaded =
          RunningConnector.send(
              HttpRequest.newBuilder(app.open("/attachments"))
                  .header("Authorization", "Bearer " + resume)
                  .header("Touchpoint-Sign-In", issuer.token(account))
                  .header("Content-Type", "text/plain")
                  .header("Content-Disposition", "attachment; filename=parcel.txt")
                  .POST(BodyPublishers.ofByteArray(content)));
      assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
      String id = JSON.readTree(uploaded.body()).path("id").asText();
      chat.send(
          "{\"type\": \"message\", \"id\": \"%s\", \"text\": \"Here\", \"attachments\": [\"%s\"]}"
              .formatted(UUID.randomUUID(), id));
      chat.until("reply");
      return UUID.fromString(id);
    }
  }

  private static HttpResponse<byte[]> file(RunningConnector connector, String account, String id)
      throws Exception {
    return ask(connector, "file", account, ", \"file\": \"%s\"".formatted(id));
  }

  private static HttpResponse<byte[]> ask(
      RunningConnector connector, String action, String account, String more) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(connector.records("/v1/customers/" + action))
            .timeout(Duration.ofSeconds(20))
            .POST(
                BodyPublishers.ofString(
                    "{\"key\": \"AccountId\", \"value\": \"%s\", \"actor\": \"test\"%s}"
                        .formatted(account, more)))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Who did what, one line for each time. */
  private String audited() throws Exception {
    try (var connection = PostgresServer.shared().connect(PostgresServer.databaseOf(uri));
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT string_agg(action || ' by ' || actor, '\n') FROM touchpoint_shop.audit")) {
      row.next();
      return row.getString(1);
    }
  }

  private RunningConnector running(String name, Configuration configuration) throws Exception {
    return RunningConnector.in(files.resolve(name))
        .configured(
            configuration
                .kept("shop", "AccountId")
                .json()
                .replace("\"channel\": \"hello\"", "\"channel\": \"%s\"".formatted(name)))
        .with("credentials/token", RunningConnector.TOKEN)
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("history/uri", uri)
        .with("history/identityKey", RunningConnector.SESSION_KEY)
        .startedAndReady();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
