package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The responder of the examples hands a customer to their desk, where a person answers. */
class ExampleDeskTest {

  private static final String TOKEN = "the-token-of-the-example";
  private static final Pattern FIELD =
      Pattern.compile("type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

  @TempDir Path directory;

  @BeforeAll
  static void pythonIsThere() {
    PythonExample.assumePython();
  }

  @Test
  void aPersonAnswersWhomTheProgramHandedOver() throws Exception {
    int program = PythonExample.freePort();
    int desk = PythonExample.freePort();
    URI page = URI.create("http://127.0.0.1:" + desk + "/");
    try (RunningConnector connector =
            RunningConnector.in(directory)
                .configured(
                    Configuration.webChat()
                        .desked(
                            "http://127.0.0.1:" + program + "/answer",
                            page.resolve("/messages") + "")
                        .kept("shop")
                        .json())
                .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
                .with("responder/token", TOKEN)
                .with("history/uri", PostgresServer.shared().newDatabase())
                .startedAndReady();
        var _ =
            PythonExample.start(
                "responder/responder.py", program, Map.of("TOKEN", TOKEN, "HANDOFF", "yes"));
        var _ =
            PythonExample.start(
                "desk/desk.py",
                desk,
                Map.of("TOKEN", TOKEN, "CONNECTOR", connector.internal("").toString()));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      assertThat(RunningConnector.get(page).body()).contains("0 waiting");
      chat.say("When are you open?");
      assertThat(text(chat.until("reply").getLast())).startsWith("We are open");
      String asked = chat.say("A person, please. <script>");
      assertThat(text(chat.until("reply").getLast())).startsWith("Good question.");

      String waiting =
          await("the desk to list the conversation")
              .until(() -> RunningConnector.get(page).body(), it -> it.contains("1 waiting"));
      assertThat(waiting)
          .contains("asks for a person", "When are you open?", "A person, please. &lt;script&gt;")
          .doesNotContain("please. <script>");

      assertThat(chat.until("read").getLast().path("id").asText())
          .as("the desk shows it")
          .isEqualTo(asked);
      assertThat(post(page.resolve("/typing"), form(waiting)).statusCode()).isEqualTo(204);
      assertThat(chat.until("typing").getLast().path("on").asBoolean()).isTrue();

      String form = form(waiting) + "&text=" + encoded("Grüße, how can I help?");
      assertThat(say(page, form).statusCode()).isEqualTo(303);
      assertThat(say(page, form).statusCode()).as("sent twice").isEqualTo(303);
      JsonNode reply = chat.until("reply").getLast();
      assertThat(reply.path("author").asText()).isEqualTo("Human");
      assertThat(text(reply)).isEqualTo("Grüße, how can I help?");

      String settled = form(RunningConnector.get(page).body()) + "&text=Bye&settle=yes";
      assertThat(say(page, settled).statusCode()).isEqualTo(303);
      assertThat(text(chat.until("reply").getLast())).as("said once before").isEqualTo("Bye");
      assertThat(RunningConnector.get(page).body()).contains("0 waiting");

      chat.say("And do you ship?");
      assertThat(text(chat.until("reply").getLast())).startsWith("We ship");
    }
  }

  @Test
  void theDeskTakesNothingFromWhoDoesNotShowTheToken() throws Exception {
    int port = PythonExample.freePort();
    URI desk = URI.create("http://127.0.0.1:" + port + "/");
    try (var _ = PythonExample.start("desk/desk.py", port, Map.of("TOKEN", TOKEN))) {
      HttpResponse<String> refused =
          RunningConnector.send(
              HttpRequest.newBuilder(desk.resolve("/messages"))
                  .header("Authorization", "Bearer another")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(refused.statusCode()).isEqualTo(401);
      HttpResponse<String> foreign =
          RunningConnector.send(
              HttpRequest.newBuilder(desk.resolve("/say"))
                  .header("Sec-Fetch-Site", "cross-site")
                  .POST(HttpRequest.BodyPublishers.ofString("text=Hello")));
      assertThat(foreign.statusCode()).isEqualTo(403);
      assertThat(RunningConnector.get(desk).body()).contains("0 waiting");
    }
  }

  private static HttpResponse<String> say(URI page, String form) throws Exception {
    return post(page.resolve("/say"), form);
  }

  private static HttpResponse<String> post(URI place, String form) throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(place)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static String form(String page) {
    Matcher field = FIELD.matcher(page);
    return field
        .results()
        .map(it -> it.group(1) + "=" + encoded(it.group(2)))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String text(JsonNode reply) {
    return reply.at("/parts/0/text").asText();
  }
}
