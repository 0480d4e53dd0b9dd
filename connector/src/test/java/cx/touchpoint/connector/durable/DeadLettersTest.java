package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that were given up. */
class DeadLettersTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path files;

  @Test
  void whatWasGivenUpIsListedAndTriedAgainOnce() throws Exception {
    var mended = new AtomicBoolean();
    try (var responder =
            new ScriptedResponder(
                (question, exchange) -> {
                  if (mended.get()) {
                    ScriptedResponder.reply(exchange, "At last: " + question.text());
                  } else {
                    ScriptedResponder.status(422).answer(question, exchange);
                  }
                });
        RunningConnector connector = connector(responder)) {
      assertThat(send(connector, "e1").body()).contains("Sorry");
      assertThat(send(connector, "e2").body()).contains("Sorry");
      JsonNode letters = list(connector, "");
      assertThat(letters.findValuesAsText("reason")).containsExactly("refused", "refused");
      String first = letters.get(0).path("no").asText();
      assertThat(list(connector, first)).hasSize(1);

      mended.set(true);
      assertThat(ask(connector, "replay", first).statusCode()).isEqualTo(200);
      await().until(() -> responder.asked().size() == 3);
      assertThat(responder.asked().getLast().text()).isEqualTo("Where is it?");
      assertThat(responder.asked().getLast().event().path("id").asText())
          .isEqualTo(letters.get(0).path("id").asText() + ".again");

      assertThat(list(connector, "")).hasSize(1);
      assertThat(ask(connector, "replay", first).statusCode()).isEqualTo(404);
      assertThat(ask(connector, "replay", "first").statusCode()).isEqualTo(400);
      assertThat(responder.asked()).hasSize(3);
    }
  }

  private static JsonNode list(RunningConnector connector, String after) throws Exception {
    return JSON.readTree(ask(connector, "list", after).body()).path("deadLetters");
  }

  private static HttpResponse<String> ask(RunningConnector connector, String action, String no)
      throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(connector.records("/v1/dead-letters/" + action))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"no\": \"%s\", \"actor\": \"test\"}".formatted(no))));
  }

  private RunningConnector connector(ScriptedResponder responder) throws Exception {
    return RunningConnector.in(files)
        .configured(Configuration.webhook().http(responder.url(), 5_000, false).kept("shop").json())
        .with("credentials/token", RunningConnector.TOKEN)
        .with("history/uri", PostgresServer.shared().newDatabase())
        .startedAndReady();
  }

  private static HttpResponse<String> send(RunningConnector connector, String id) throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(connector.open("/hooks/webhook"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN)
            .header("Content-Type", "application/json")
            .header("ce-specversion", "1.0")
            .header("ce-type", "cx.touchpoint.message.sent")
            .header("ce-source", "/shop")
            .header("ce-subject", "customer-7")
            .header("ce-id", id)
            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"Where is it?\"}")));
  }
}
