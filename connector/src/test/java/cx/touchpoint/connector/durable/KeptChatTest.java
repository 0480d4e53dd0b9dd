package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.ChatClient;
import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chat whose messages are kept, on one or two replicas, each a connector with real sockets. */
class KeptChatTest {

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void aMessageIsAcceptedFirstAndAnsweredAfterwards() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webChat());
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      String id = chat.say("Hello");
      chat.until("accepted");
      chat.expect("typing");
      JsonNode reply = chat.expect("reply");
      assertThat(reply.path("inReplyTo").asText()).isEqualTo(id);
      assertThat(reply.path("seq").asLong()).isEqualTo(2);
      assertThat(reply.at("/parts/0/text").asText()).isEqualTo("Hello");
      await()
          .untilAsserted(
              () -> {
                var metrics = connector.metrics();
                assertThat(metrics.value("touchpoint_messages_received_total")).isEqualTo(1);
                assertThat(
                        metrics.value("touchpoint_outbound_total{outcome=delivered,reason=none}"))
                    .isEqualTo(1);
              });
    }
  }

  @Test
  void whoComesBackToAnotherReplicaGetsWhatTheyMissed() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (var responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  left.await();
                  ScriptedResponder.reply(exchange, "Here I am");
                });
        RunningConnector one = replica("a", http(responder));
        RunningConnector other = replica("b", http(responder))) {
      String resume;
      String id;
      try (ChatClient chat = ChatClient.connect(one.socket(), Configuration.ORIGIN)) {
        chat.hello();
        chat.expect("welcome");
        id = chat.say("Anybody there?");
        resume = chat.until("accepted").getLast().path("resume").asText();
      }
      left.countDown();
      try (ChatClient chat = ChatClient.connect(other.socket(), Configuration.ORIGIN)) {
        chat.hello(resume);
        chat.expect("welcome");
        JsonNode reply = chat.until("reply").getLast();
        assertThat(reply.path("inReplyTo").asText()).isEqualTo(id);
        assertThat(reply.at("/parts/0/text").asText()).isEqualTo("Here I am");
      }
      assertThat(responder.asked()).hasSize(1);
    }
  }

  @Test
  void anAnswerFindsTheCustomerOnWhicheverReplicaTheyAre() throws Exception {
    try (RunningConnector one = replica("a", Configuration.webChat());
        RunningConnector other = replica("b", Configuration.webChat());
        ChatClient first = ChatClient.connect(one.socket(), Configuration.ORIGIN);
        ChatClient second = ChatClient.connect(other.socket(), Configuration.ORIGIN)) {
      first.hello();
      String resume = first.expect("welcome").path("resume").asText();
      second.hello(resume);
      second.expect("welcome");
      first.say("Hello");
      assertThat(first.until("reply").getLast().at("/parts/0/text").asText()).isEqualTo("Hello");
      assertThat(second.until("reply").getLast().at("/parts/0/text").asText()).isEqualTo("Hello");
    }
  }

  @Test
  void theResponderHearsWhatWasSaidBefore() throws Exception {
    try (var responder = new ScriptedResponder(ScriptedResponder.saying("Which order?"));
        RunningConnector connector = replica("a", http(responder));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      chat.say("Where is my order?");
      chat.until("reply");
      chat.say("Number 7");
      chat.until("reply");
      JsonNode history = responder.askedAbout("Number 7").at("/data/history");
      assertThat(
              StreamSupport.stream(history.spliterator(), false)
                  .map(it -> it.path("author").asText() + ": " + it.at("/parts/0/text").asText()))
          .containsExactly("Customer: Where is my order?", "Human: Which order?");
      assertThat(responder.asked().get(0).event().at("/data/history").isMissingNode()).isTrue();
    }
  }

  @Test
  void aMessageSentAgainAfterAReloadIsAnsweredOnce() throws Exception {
    try (var responder = new ScriptedResponder(ScriptedResponder.saying("Hi"));
        RunningConnector connector = replica("a", http(responder))) {
      String resume;
      String id = "0f0d5cb8-30f0-4a4c-9c0f-0d3c0f9b6a11";
      try (ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
        chat.hello();
        chat.expect("welcome");
        chat.say(id, "Hello");
        resume = chat.until("accepted").getLast().path("resume").asText();
        chat.until("reply");
      }
      try (ChatClient chat = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
        chat.hello(resume);
        chat.expect("welcome");
        chat.say(id, "Hello");
        chat.until("accepted");
      }
      assertThat(responder.asked()).hasSize(1);
      assertThat(connector.metrics().value("touchpoint_duplicates_total")).isEqualTo(1);
    }
  }

  @Test
  void whoeverCannotBeAnsweredHearsSoAfterSeveralTries() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (var responder =
            new ScriptedResponder(
                (question, exchange) -> {
                  asked.incrementAndGet();
                  ScriptedResponder.status(422).answer(question, exchange);
                });
        RunningConnector connector =
            replica("a", http(responder).sorry("We could not read that."));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      chat.say("%$§!");
      assertThat(chat.until("reply").getLast().at("/parts/0/text").asText())
          .isEqualTo("We could not read that.");
      assertThat(asked).hasValue(1);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          connector
                              .metrics()
                              .value("touchpoint_dead_letters_total{reason=refused}"))
                      .isEqualTo(1));
    }
  }

  @Test
  void aResponderThatFailsForAMomentCostsNothing() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (var responder =
            new ScriptedResponder(
                (question, exchange) -> {
                  if (asked.incrementAndGet() == 1) {
                    ScriptedResponder.status(500).answer(question, exchange);
                  } else {
                    ScriptedResponder.reply(exchange, "Now");
                  }
                });
        RunningConnector connector = replica("a", http(responder));
        ChatClient chat = ChatClient.greeted(connector.socket())) {
      chat.say("Hello");
      assertThat(chat.until("reply").getLast().at("/parts/0/text").asText()).isEqualTo("Now");
      assertThat(responder.asked().get(0).event().path("id"))
          .isEqualTo(responder.asked().get(1).event().path("id"));
    }
  }

  @Test
  void aDatabaseThatIsAwayIsToldAndComesBackByItself() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      uri = server.newDatabase();
      try (RunningConnector connector = replica("a", Configuration.webChat());
          ChatClient chat = ChatClient.greeted(connector.socket())) {
        server.kill();
        chat.say("Hello");
        JsonNode rejected = chat.until("rejected").getLast();
        assertThat(rejected.path("reason").asText()).isEqualTo("store_unavailable");
        assertThat(rejected.path("retryable").asBoolean()).isTrue();
        assertThat(status(connector)).contains("\"state\":\"Unreachable\"");
        assertThat(RunningConnector.get(connector.internal("/readyz")).statusCode())
            .as("customers are told by us, not by a proxy without a backend")
            .isEqualTo(200);
        server.restart();
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(status(connector)).contains("\"state\":\"Durable\""));
        chat.say("Hello again");
        assertThat(chat.until("reply").getLast().at("/parts/0/text").asText())
            .isEqualTo("Hello again");
      }
    }
  }

  @Test
  void aConnectorThatNeverReachedItsDatabaseIsNotReadyAndSaysWhy() throws Exception {
    String wrong =
        PostgresServer.shared().uri("touchpoint", "wrong", PostgresServer.databaseOf(uri));
    try (RunningConnector connector =
        RunningConnector.in(files.resolve("a"))
            .configured(Configuration.webChat().kept("shop").json())
            .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
            .with("history/uri", wrong)
            .start()) {
      await()
          .untilAsserted(
              () -> assertThat(status(connector)).contains("\"state\":\"WrongCredentials\""));
      assertThat(status(connector)).contains("Correct the Secret").doesNotContain("wrong@");
      var ready = RunningConnector.get(connector.internal("/readyz"));
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("the history cannot be kept");
      connector.write("history/uri", uri);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(RunningConnector.get(connector.internal("/readyz")).statusCode())
                      .isEqualTo(200));
    }
  }

  private RunningConnector replica(String name, Configuration configuration) throws Exception {
    return RunningConnector.in(files.resolve(name))
        .configured(configuration.kept("shop").json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("history/uri", uri)
        .startedAndReady();
  }

  private static Configuration http(ScriptedResponder responder) {
    return Configuration.webChat().http(responder.url(), 5_000, false);
  }

  private static String status(RunningConnector connector) throws Exception {
    return RunningConnector.get(connector.internal("/status")).body();
  }
}
