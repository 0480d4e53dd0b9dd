package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a customer sees of a person who reads and types, and what is told of the customer. */
class ReadInBrowserTest {

  private static final String TYPING = "cx.touchpoint.conversation.typing";

  @TempDir Path directory;

  @BeforeAll
  static void aBrowserIsThere() {
    Browser.assume("typing and reading in a browser");
  }

  @Test
  void aPersonHasReadAndTypesAndTheAnswerIsRead() throws Exception {
    String uri = PostgresServer.shared().newDatabase();
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector =
            RunningConnector.in(directory)
                .configured(
                    Configuration.webChat().http(desk.url(), 5_000, true).kept("shop").json())
                .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
                .with("responder/token", RunningConnector.TOKEN)
                .with("history/uri", uri)
                .startedAndReady();
        Browser browser = new Browser()) {
      browser.visit(connector.open("/demo"));
      browser.say("One");
      browser.say("Two");
      browser.waitFor("the desk to have both", () -> desk.asked().size() == 2);
      browser.waitFor("nobody to write", () -> !typing(browser));
      JsonNode first = desk.asked().get(0).event();
      JsonNode second = desk.asked().get(1).event();

      send(connector, first, "cx.touchpoint.message.read", upTo(first));
      browser.waitFor("the first to be read", () -> seen(browser).equals("One: Read"));
      send(connector, first, "cx.touchpoint.message.read", upTo(second));
      browser.waitFor("the second to be read", () -> seen(browser).equals("Two: Read"));

      send(connector, first, TYPING, "{}");
      browser.waitFor("the person to write", () -> typing(browser));
      browser.screenshot(Path.of("target", "pictures", "read.png"));
      browser.waitFor("it to end by itself", () -> !typing(browser));
      send(connector, first, TYPING, "{\"on\": true}");
      browser.waitFor("the person to write again", () -> typing(browser));
      assertThat(browser.read("chat.querySelector('.typing').getAttribute('aria-hidden')"))
          .as("said aloud once until somebody answers")
          .isEqualTo("true");
      send(connector, first, TYPING, "{\"on\": false}");
      browser.waitFor("the person to leave off", () -> !typing(browser));

      browser.reload();
      browser.waitFor("what was read to be shown", () -> seen(browser).equals("Two: Read"));
      send(connector, first, TYPING, "{}");
      browser.waitFor("the person to write", () -> typing(browser));
      browser.click(".launcher");
      String speaking = "{\"author\": \"Human\", \"parts\": [{\"text\": \"Speaking\"}]}";
      send(connector, first, "cx.touchpoint.message.reply", speaking);
      browser.waitFor("the answer", () -> browser.log().size() == 3);
      assertThat(typing(browser)).isFalse();
      assertThat(readByCustomer(uri)).as("while the chat is closed").isZero();
      browser.click(".launcher");
      browser.waitFor("it to be told that it was read", () -> readByCustomer(uri) == 3);
      assertThat(browser.errors()).isEmpty();
    }
  }

  @Test
  void aReplicaThatDoesNotKnowTheFrameCostsOneConnectionAndNotOneAfterAnother() throws Exception {
    try (RunningConnector connector = RunningConnector.in(directory);
        Browser browser = new Browser()) {
      connector
          .configured(Configuration.webChat().kept("shop").json())
          .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
          .with("history/uri", PostgresServer.shared().newDatabase())
          .startedAndReady();
      browser.visit(connector.open("/demo"));
      browser.waitFor(
          "the connection",
          () -> browser.read("chat.querySelector('.panel').dataset.link").equals("online"));
      // What a former version makes of it: a type it does not know.
      browser.run(
          """
          window.reads = 0;
          window.sockets = 0;
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (frame) {
            const type = JSON.parse(frame).type;
            if (type === "read") window.reads++;
            if (type === "hello") window.sockets++;
            send.call(this, type === "read" ? '{"type": "unheard of"}' : frame);
          };""");
      browser.say("One");
      browser.waitFor("the next connection", () -> browser.read("window.sockets").equals("1"));
      browser.say("Two");
      browser.waitFor("the answers", () -> browser.log().size() == 4);
      assertThat(browser.read("window.reads")).isEqualTo("1");
      assertThat(browser.read("window.sockets")).isEqualTo("1");
    }
  }

  private static boolean typing(Browser browser) {
    return browser.read("chat.querySelectorAll('.typing').length").equals("1");
  }

  private static String seen(Browser browser) {
    return browser.read(
        """
        [...chat.querySelectorAll('.seen')].map((mark) => {
          const text = mark.closest('.entry').querySelector('.text');
          return text.lastChild.data + ': ' + mark.textContent;
        }).join()""");
  }

  private static long readByCustomer(String uri) {
    try (Connection connection = PostgresServer.shared().connect(PostgresServer.databaseOf(uri));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT max(customer_read_seq) FROM touchpoint_shop.conversation")) {
      row.next();
      return row.getLong(1);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String upTo(JsonNode question) {
    return "{\"upTo\": \"%s\"}".formatted(question.path("id").asText());
  }

  private static void send(RunningConnector connector, JsonNode question, String type, String data)
      throws Exception {
    String conversation = question.at("/data/conversation").asText();
    int status =
        RunningConnector.send(
                HttpRequest.newBuilder(
                        connector.internal("/v1/conversations/" + conversation + "/messages"))
                    .header("Authorization", "Bearer " + RunningConnector.TOKEN)
                    .header("Content-Type", "application/cloudevents+json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"specversion\": \"1.0\", \"id\": \"e1\", \"source\": \"/desk\", \"type\": \"%s\", \"data\": %s}"
                                .formatted(type, data))))
            .statusCode();
    assertThat(status).isIn(202, 204);
  }
}
