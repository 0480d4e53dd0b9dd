package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person answers minutes after the responder said that it has nothing to say yet. */
class LateReplyTest {

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void aPersonsReplyReachesTheCustomerOnceHoweverOftenItIsSent() throws Exception {
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica(desk, true);
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String conversation = chat.expect("welcome").path("conversation").asText();
      String id = chat.say("May I speak to somebody?");
      chat.until("accepted");
      JsonNode waiting = chat.until("typing").getLast();
      assertThat(waiting.path("inReplyTo").asText()).isEqualTo(id);
      await().until(() -> desk.asked().size() == 1);

      HttpResponse<String> first = say(connector, conversation, "e1", id, "Speaking");
      HttpResponse<String> again = say(connector, conversation, "e1", id, "Speaking");
      HttpResponse<String> next = say(connector, conversation, "e2", id, "What is it about?");
      assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(next.statusCode()).isEqualTo(202);

      JsonNode reply = chat.until("reply").getLast();
      assertThat(reply.path("author").asText()).isEqualTo("Human");
      assertThat(reply.path("inReplyTo").asText()).isEqualTo(id);
      assertThat(reply.at("/parts/0/text").asText()).isEqualTo("Speaking");
      assertThat(chat.expect("reply").at("/parts/0/text").asText()).isEqualTo("What is it about?");
      assertThat(
              connector
                  .metrics()
                  .value("touchpoint_promise_total{phase=FirstResponse,result=kept,target=fast}"))
          .isEqualTo(1);
    }
  }

  @Test
  void whoCannotProveToBeTheResponderSaysNothing() throws Exception {
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica(desk, true)) {
      URI place = connector.internal("/v1/conversations/c1/messages");
      assertThat(RunningConnector.send(event("e1", "", "Hi").uri(place)).statusCode())
          .isEqualTo(401);
      assertThat(
              RunningConnector.send(
                      event("e1", "", "Hi").uri(place).header("Authorization", "Bearer wrong"))
                  .statusCode())
          .isEqualTo(401);
      assertThat(say(connector, "nobody", "e1", "", "Hi").statusCode()).isEqualTo(404);
      assertThat(RunningConnector.get(connector.open("/v1/conversations/c1/messages")).statusCode())
          .as("the public listener")
          .isEqualTo(404);
    }
  }

  @Test
  void withoutAHistoryALateReplyIsRefusedWithWhatToDo() throws Exception {
    try (var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica(desk, false)) {
      HttpResponse<String> refused = say(connector, "c1", "e1", "", "Hi");
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("conversationHistoryRef");
    }
  }

  private RunningConnector replica(ScriptedResponder desk, boolean kept) throws Exception {
    Configuration configuration =
        Configuration.webChat()
            .http(desk.url(), 5_000, true)
            .promise("fast", "FirstResponse", 60_000, 5_000);
    return RunningConnector.in(files)
        .configured((kept ? configuration.kept("shop") : configuration).json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("responder/token", RunningConnector.TOKEN)
        .with("history/uri", uri)
        .startedAndReady();
  }

  private static HttpResponse<String> say(
      RunningConnector connector, String conversation, String id, String inReplyTo, String text)
      throws Exception {
    return RunningConnector.send(
        event(id, inReplyTo, text)
            .uri(connector.internal("/v1/conversations/" + conversation + "/messages"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN));
  }

  private static HttpRequest.Builder event(String id, String inReplyTo, String text) {
    String answers = inReplyTo.isEmpty() ? "" : "\"inReplyTo\":\"" + inReplyTo + "\",";
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/cloudevents+json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                """
                {"specversion":"1.0","id":"%s","source":"/desk","type":"cx.touchpoint.message.reply",
                 "data":{%s"author":"Human","parts":[{"text":"%s"}]}}"""
                    .formatted(id, answers, text)));
  }
}
