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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A responder that answers nobody for a while: messages wait, and none is given up for it. */
class ResponderDownTest {

  private static final int CUSTOMERS = 12;
  private static final String SORRY = "We will come back to you.";

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void everyMessageWaitsWithAWordToItsCustomerAndIsAnsweredOnceAfterwards() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    try (var responder =
            new ScriptedResponder(
                (question, exchange) -> {
                  if (down.get()) {
                    ScriptedResponder.status(503).answer(question, exchange);
                  } else {
                    ScriptedResponder.reply(exchange, "Here I am");
                  }
                });
        RunningConnector connector =
            replica(Configuration.webChat().http(responder.url(), 5_000, false).sorry(SORRY))) {
      List<ChatClient> chats = new ArrayList<>();
      try {
        for (int i = 0; i < CUSTOMERS; i++) {
          ChatClient chat = ChatClient.greeted(connector.socket());
          chats.add(chat);
          chat.say("Hello");
          chat.until("accepted");
        }
        await()
            .untilAsserted(
                () ->
                    assertThat(connector.metrics().value("touchpoint_circuit_open{to=Responder}"))
                        .isEqualTo(1));
        int asked = responder.asked().size();
        assertThat(asked).as("most were never asked about").isLessThan(2 * CUSTOMERS);

        // Time passes for those who wait; again for one that is asked about at this moment, which
        // is how the responder is tried.
        await()
            .atMost(Duration.ofSeconds(60))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(() -> assertThat(toldAfterAMinute()).isEqualTo(CUSTOMERS));
        for (ChatClient chat : chats) {
          assertThat(text(chat.until("reply").getLast())).isEqualTo(SORRY);
        }
        down.set(false);
        for (ChatClient chat : chats) {
          JsonNode answer = chat.until("reply").getLast();
          assertThat(text(answer)).isEqualTo("Here I am");
          assertThat(answer.path("inReplyTo").isTextual()).isTrue();
        }
        var metrics = connector.metrics();
        assertThat(metrics.value("touchpoint_dead_letters_total{reason=unanswered}")).isZero();
        assertThat(metrics.value("touchpoint_circuit_open{to=Responder}")).isZero();
        assertThat(metrics.value("touchpoint_circuit_openings_total{to=Responder}")).isEqualTo(1);
        assertThat(chats).allMatch(ChatClient::quiet);
      } finally {
        chats.forEach(ChatClient::close);
      }
    }
  }

  @Test
  void aDeskThatIsAwayKeepsNoProgramFromAnswering() throws Exception {
    try (var program =
            new ScriptedResponder(
                (question, exchange) -> {
                  if (question.text().equals("A person")) {
                    ScriptedResponder.send(
                        exchange,
                        """
                        {"specversion":"1.0","id":"1","source":"/assistant",
                         "type":"cx.touchpoint.conversation.handoff"}""");
                  } else {
                    ScriptedResponder.reply(exchange, "Here I am");
                  }
                });
        var desk = new ScriptedResponder(ScriptedResponder.status(503));
        RunningConnector connector =
            replica(Configuration.webChat().desked(program.url(), desk.url()))) {
      List<ChatClient> chats = new ArrayList<>();
      try {
        for (int i = 0; i < 6; i++) {
          ChatClient chat = ChatClient.greeted(connector.socket());
          chats.add(chat);
          chat.say("A person");
        }
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(connector.metrics().value("touchpoint_circuit_open{to=Desk}"))
                        .isEqualTo(1));
        try (ChatClient other = ChatClient.greeted(connector.socket())) {
          other.say("Hello");
          assertThat(text(other.until("reply").getLast())).isEqualTo("Here I am");
        }
        assertThat(connector.metrics().value("touchpoint_circuit_open{to=Responder}")).isZero();
      } finally {
        chats.forEach(ChatClient::close);
      }
    }
  }

  /** How many were told to wait, after a minute more for those who were not. */
  private int toldAfterAMinute() throws SQLException {
    try (var connection = PostgresServer.shared().connect(PostgresServer.databaseOf(uri));
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE touchpoint_shop.conversation SET due_at = due_at - interval '1 minute'"
              + " WHERE NOT apologised");
      try (var told =
          statement.executeQuery(
              "SELECT count(*) FROM touchpoint_shop.conversation WHERE apologised")) {
        told.next();
        return told.getInt(1);
      }
    }
  }

  private RunningConnector replica(Configuration configuration) throws Exception {
    return RunningConnector.in(files)
        .configured(configuration.kept("shop").json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .with("responder/token", RunningConnector.TOKEN)
        .with("history/uri", uri)
        .startedAndReady();
  }

  private static String text(JsonNode reply) {
    return reply.at("/parts/0/text").asText();
  }
}
