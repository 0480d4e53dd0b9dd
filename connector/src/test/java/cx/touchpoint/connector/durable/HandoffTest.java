package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.Exposition;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.ScriptedResponder.Script;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program hands a customer to people, who settle the matter, until the customer writes again. */
class HandoffTest {

  private static final String HANDOFF = "cx.touchpoint.conversation.handoff";
  private static final String RESOLVED = "cx.touchpoint.conversation.resolved";
  private static final String REOPENED = "cx.touchpoint.conversation.reopened";
  private static final String REPLY = "cx.touchpoint.message.reply";

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void whatIsHandedOverGoesToTheDeskUntilItIsSettledAndTheCustomerWritesAgain() throws Exception {
    Script handsOver =
        (_, exchange) ->
            ScriptedResponder.send(
                exchange,
                event(
                    "1",
                    HANDOFF,
                    "\"reason\":\"asks for a person\",\"parts\":[{\"text\":\"A moment.\"}]"));
    try (var program = new ScriptedResponder(handsOver);
        var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica(program, desk);
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String conversation = chat.expect("welcome").path("conversation").asText();
      String id = chat.say("A person, please");
      JsonNode word = chat.until("reply").getLast();
      assertThat(word.at("/parts/0/text").asText()).isEqualTo("A moment.");

      await().until(() -> desk.asked().size() == 1);
      JsonNode handed = desk.asked().getFirst().event();
      assertThat(handed.path("id").asText()).as("the same message").isEqualTo(id);
      assertThat(handed.at("/data/handover/reason").asText()).isEqualTo("asks for a person");
      assertThat(
              StreamSupport.stream(handed.at("/data/history").spliterator(), false)
                  .map(it -> it.at("/parts/0/text").asText()))
          .containsExactly("A moment.");
      assertThat(desk.asked().getFirst().header("Authorization"))
          .isEqualTo("Bearer " + RunningConnector.TOKEN);

      chat.say("Hello?");
      await().until(() -> desk.asked().size() == 2);
      assertThat(program.asked()).hasSize(1);

      String hello = "\"author\":\"Human\",\"parts\":[{\"text\":\"Speaking\"}]";
      assertThat(say(connector, conversation, event("e1", REPLY, hello)).statusCode())
          .isEqualTo(202);
      assertThat(chat.until("reply").getLast().path("author").asText()).isEqualTo("Human");
      assertThat(say(connector, conversation, event("e2", RESOLVED, "")).statusCode())
          .isEqualTo(202);
      assertThat(say(connector, conversation, event("e2", RESOLVED, "")).statusCode())
          .as("sent again")
          .isEqualTo(202);

      chat.say("One thing more");
      await().until(() -> program.asked().size() == 2);
      assertThat(program.asked().getLast().event().at("/data/reopened").asBoolean()).isTrue();
      assertThat(program.asked().getLast().event().at("/data/handover").isMissingNode()).isTrue();

      await()
          .untilAsserted(
              () -> {
                Exposition metrics = connector.metrics();
                assertThat(metrics.value("touchpoint_handoffs_total{to=Human}")).isEqualTo(2);
                assertThat(metrics.value("touchpoint_contained_total")).isZero();
                assertThat(metrics.value("touchpoint_resolution_seconds_count{by=Human}"))
                    .isEqualTo(1);
                for (String kept :
                    List.of(
                        "phase=FirstResponse,result=kept,target=person",
                        "phase=Resolution,result=kept,target=settled")) {
                  assertThat(metrics.value("touchpoint_promise_total{" + kept + "}"))
                      .as(kept)
                      .isEqualTo(1);
                }
              });
    }
  }

  @Test
  void aDeskMayAnswerAtOnceAndItsAnswerIsAnotherThanTheLastWordOfTheProgram() throws Exception {
    Script handsOver =
        (_, exchange) ->
            ScriptedResponder.send(
                exchange, event("1", HANDOFF, "\"parts\":[{\"text\":\"A moment.\"}]"));
    try (var program = new ScriptedResponder(handsOver);
        var desk = new ScriptedResponder(ScriptedResponder.saying("You are next"));
        RunningConnector connector = replica(program, desk);
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      String id = chat.say("A person, please");
      assertThat(chat.until("reply").getLast().path("id").asText()).isEqualTo(id + ".1");
      JsonNode second = chat.until("reply").getLast();
      assertThat(second.path("id").asText()).isEqualTo(id + ".2");
      assertThat(second.at("/parts/0/text").asText()).isEqualTo("You are next");
    }
  }

  @Test
  void aMatterNobodySaysAnythingAboutIsSettledAndTheNextMessageBeginsAnother() throws Exception {
    try (var program = new ScriptedResponder(ScriptedResponder.saying("It is on its way"));
        RunningConnector connector =
            replica(
                Configuration.webChat()
                    .http(program.url(), 5_000, false)
                    .promise("settled", "Resolution", 60_000, 0)
                    .kept("shop")
                    .resolvedAfterMillis(100));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      chat.say("Where is it?");
      chat.until("reply");
      String kept = "touchpoint_promise_total{phase=Resolution,result=kept,target=settled}";
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> connector.metrics().value(kept), it -> it == 1);
      assertThat(connector.metrics().value("touchpoint_contained_total")).isEqualTo(1);
      chat.say("One thing more");
      chat.until("reply");
      assertThat(program.asked().getLast().event().at("/data/reopened").asBoolean()).isTrue();
    }
  }

  @Test
  void aHandoffMayComeLaterAndIsThenAboutTheLastMessage() throws Exception {
    try (var program = new ScriptedResponder(ScriptedResponder.status(204));
        var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica(program, desk);
        ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      chat.hello();
      String conversation = chat.expect("welcome").path("conversation").asText();
      String id = chat.say("Hm");
      chat.until("typing");
      await().until(() -> program.asked().size() == 1);
      assertThat(say(connector, conversation, event("e1", HANDOFF, "")).statusCode())
          .isEqualTo(202);
      await().until(() -> desk.asked().size() == 1);
      assertThat(desk.asked().getFirst().event().path("id").asText()).isEqualTo(id);

      String settled = "\"author\":\"Human\"";
      say(connector, conversation, event("e2", RESOLVED, settled));
      say(connector, conversation, event("e3", REOPENED, settled));
      chat.say("Still there");
      await().until(() -> desk.asked().size() == 2);
      assertThat(program.asked()).hasSize(1);
    }
  }

  @Test
  void whereThereIsNoDeskWhoHandsOverIsToldThatPeopleHaveIt() throws Exception {
    Script handsOver =
        (question, exchange) -> {
          if (question.event().at("/data/handover").isMissingNode()) {
            ScriptedResponder.send(exchange, event("1", HANDOFF, ""));
          } else {
            ScriptedResponder.status(204).answer(question, exchange);
          }
        };
    try (var both = new ScriptedResponder(handsOver);
        RunningConnector connector =
            replica(Configuration.webChat().http(both.url(), 5_000, true).kept("shop"));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      String first = chat.say("A person, please");
      await().until(() -> both.asked().size() == 1);
      chat.say("Hello?");
      await().until(() -> both.asked().size() == 2);
      assertThat(both.asked().get(0).event().path("id").asText()).isEqualTo(first);
      assertThat(both.asked().get(1).text()).isEqualTo("Hello?");
      assertThat(both.asked().get(1).event().at("/data/handover/time").isTextual()).isTrue();
    }
  }

  @Test
  void aMatterThatAProgramSettlesIsContained() throws Exception {
    Script settles =
        (_, exchange) ->
            ScriptedResponder.send(
                exchange, event("1", RESOLVED, "\"parts\":[{\"text\":\"Done.\"}]"));
    try (var program = new ScriptedResponder(settles);
        var desk = new ScriptedResponder(ScriptedResponder.status(204));
        RunningConnector connector = replica(program, desk);
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      chat.say("Cancel my order");
      assertThat(chat.until("reply").getLast().at("/parts/0/text").asText()).isEqualTo("Done.");
      await()
          .untilAsserted(
              () -> {
                Exposition metrics = connector.metrics();
                assertThat(metrics.value("touchpoint_contained_total")).isEqualTo(1);
                assertThat(metrics.value("touchpoint_handoffs_total{to=Human}")).isZero();
                assertThat(metrics.value("touchpoint_resolution_seconds_count{by=Automated}"))
                    .isEqualTo(1);
              });
    }
  }

  @Test
  void withoutAHistoryAHandoffIsAFailureThatSaysSo() throws Exception {
    Script handsOver = (_, exchange) -> ScriptedResponder.send(exchange, event("1", HANDOFF, ""));
    try (var program = new ScriptedResponder(handsOver);
        RunningConnector connector =
            replica(Configuration.webChat().http(program.url(), 5_000, true));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      chat.say("A person, please");
      assertThat(chat.until("rejected").getLast().path("reason").asText())
          .isEqualTo("responder_unavailable");
    }
  }

  private RunningConnector replica(ScriptedResponder program, ScriptedResponder desk)
      throws Exception {
    return replica(
        Configuration.webChat()
            .desked(program.url(), desk.url())
            .promise("person", "FirstResponse", 60_000, "Human")
            .promise("settled", "Resolution", 60_000, "Human")
            .kept("shop"));
  }

  private RunningConnector replica(Configuration configuration) throws Exception {
    return RunningConnector.in(files)
        .configured(configuration.json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("responder/token", RunningConnector.TOKEN)
        .with("history/uri", uri)
        .startedAndReady();
  }

  private static String event(String id, String type, String data) {
    return """
        {"specversion":"1.0","id":"%s","source":"/desk","type":"%s","data":{%s}}"""
        .formatted(id, type, data);
  }

  private static HttpResponse<String> say(
      RunningConnector connector, String conversation, String event) throws Exception {
    return RunningConnector.send(
        HttpRequest.newBuilder(
                connector.internal("/v1/conversations/" + conversation + "/messages"))
            .header("Authorization", "Bearer " + RunningConnector.TOKEN)
            .header("Content-Type", "application/cloudevents+json")
            .POST(HttpRequest.BodyPublishers.ofString(event)));
  }
}
