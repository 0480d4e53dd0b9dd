package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody answers a chat: whichever way that happens, the promises about it are broken. */
class UnansweredChatTest {

  private static final String SHORT_ABANDONS = "touchpoint_short_abandons_total";
  private static final String OLDEST = "touchpoint_oldest_unanswered_seconds{phase=%s}";

  @TempDir Path directory;
  private final MovableTime time = new MovableTime();

  @ParameterizedTest
  @EnumSource
  void aChatThatNobodyAnswersBreaksItsPromisesOnceAtTheirDeadline(Silence silence)
      throws Exception {
    try (ScriptedResponder responder = silence.responder();
        RunningConnector chat = chat(responder);
        ChatClient known = ChatClient.greeted(chat.socket());
        ChatClient stranger = ChatClient.greeted(chat.socket())) {
      known.say(Silence.GREETING);
      known.until("accepted");
      new PromiseCounts(1, 0, 0, 0).await(chat);

      String again = known.say("and then?");
      String first = stranger.say("anybody there?");
      outcome(known);
      outcome(stranger);
      time.advance(Duration.ofMillis(9_999));
      for (String phase : new String[] {"FirstResponse", "NextResponse"}) {
        assertThat(chat.metrics().value(OLDEST.formatted(phase))).isEqualTo(9.999);
      }
      assertThat(PromiseCounts.of(chat)).isEqualTo(new PromiseCounts(1, 0, 0, 0));
      time.advance(Duration.ofMillis(1));
      new PromiseCounts(1, 1, 0, 1).await(chat);

      // Browsers try again, and are refused again.
      known.say(again, "and then?");
      stranger.say(first, "anybody there?");
      outcome(known);
      outcome(stranger);
      time.advance(Duration.ofSeconds(10));
      // What follows is decided after whatever these could have added.
      try (ChatClient third = ChatClient.greeted(chat.socket())) {
        third.say("nor me?");
        outcome(third);
        time.advance(Duration.ofSeconds(10));
        new PromiseCounts(1, 2, 0, 1).await(chat);
      }
    }
  }

  @Test
  void aMessageThatIsSentAgainUntilItIsAnsweredKeepsThePromiseIfThatIsSoonEnough()
      throws Exception {
    try (ScriptedResponder responder = answeringAtThe(3);
        RunningConnector chat = chat(responder);
        ChatClient client = ChatClient.greeted(chat.socket())) {
      String id = client.say("hello?");
      for (int attempt = 1; attempt < 3; attempt++) {
        client.until("rejected");
        time.advance(Duration.ofSeconds(4));
        client.say(id, "hello?");
      }
      client.until("accepted");
      new PromiseCounts(1, 0, 0, 0).await(chat);
      assertThat(chat.metrics().value("touchpoint_first_response_seconds_sum{by=Human}"))
          .as("from its first beginning, not from the last attempt")
          .isEqualTo(8);
    }
  }

  @Test
  void aMessageThatIsSentAgainUntilItIsAnsweredBreaksThePromiseIfThatIsTooLate() throws Exception {
    try (ScriptedResponder responder = answeringAtThe(3);
        RunningConnector chat = chat(responder);
        ChatClient client = ChatClient.greeted(chat.socket())) {
      String id = client.say("hello?");
      for (int attempt = 1; attempt < 3; attempt++) {
        client.until("rejected");
        time.advance(Duration.ofSeconds(6));
        client.say(id, "hello?");
      }
      client.until("accepted");
      new PromiseCounts(0, 1, 0, 0).await(chat);
    }
  }

  @Test
  void whoGivesUpAfterFiveSecondsOfRefusalsWaitedInVain() throws Exception {
    try (ScriptedResponder responder = Silence.Fails.responder();
        RunningConnector chat = chat(responder)) {
      try (ChatClient client = ChatClient.greeted(chat.socket())) {
        client.say(Silence.GREETING);
        client.until("accepted");
        client.say("and then?");
        outcome(client);
        time.advance(Duration.ofSeconds(6));
      }
      nobodyIsConnectedTo(chat);
      time.advance(Duration.ofSeconds(4));
      new PromiseCounts(1, 0, 0, 1).await(chat);
    }
  }

  @Test
  void whoLeavesAtOnceAndComesBackMuchLaterWithTheRefusedMessageWaitsAnew() throws Exception {
    try (ScriptedResponder responder = Silence.Fails.responder();
        RunningConnector chat = chat(responder)) {
      ChatClient client = ChatClient.connect(chat.socket(), Configuration.ORIGIN);
      client.hello();
      String resume = client.expect("welcome").path("resume").asText();
      String id = client.say("anybody there?");
      outcome(client);
      client.close();
      nobodyIsConnectedTo(chat);
      time.advance(Duration.ofSeconds(61));
      await().until(() -> chat.metrics().value(SHORT_ABANDONS) == 1);
      assertThat(PromiseCounts.of(chat)).isEqualTo(new PromiseCounts(0, 0, 0, 0));

      try (ChatClient back = resumed(chat, resume)) {
        back.say(id, "anybody there?");
        outcome(back);
        time.advance(Duration.ofSeconds(10));
        new PromiseCounts(0, 1, 0, 0).await(chat);
      }
    }
  }

  @Test
  void theLateEndOfAConnectionThatWasReplacedIsNoLeaving() throws Exception {
    try (ScriptedResponder responder = Silence.Fails.responder();
        RunningConnector chat = chat(responder)) {
      ChatClient lost = ChatClient.connect(chat.socket(), Configuration.ORIGIN);
      lost.hello();
      String resume = lost.expect("welcome").path("resume").asText();
      lost.say("anybody there?");
      outcome(lost);
      try (ChatClient next = resumed(chat, resume)) {
        lost.close();
        await().until(() -> chat.metrics().value("touchpoint_connections") == 1);
        assertThat(next.quiet()).isTrue();
        time.advance(Duration.ofSeconds(10));
        new PromiseCounts(0, 1, 0, 0).await(chat);
        assertThat(chat.metrics().value(SHORT_ABANDONS)).isZero();
      }
    }
  }

  private RunningConnector chat(ScriptedResponder responder) throws Exception {
    Configuration plain =
        Configuration.webChat().http(responder.url(), Silence.TIMEOUT_MILLIS, false);
    return RunningConnector.in(directory, time.ticks())
        .configured(PromiseCounts.promised(plain).json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .start();
  }

  private static ScriptedResponder answeringAtThe(int attempt) throws Exception {
    var attempts = new AtomicInteger();
    return new ScriptedResponder(
        (question, exchange) -> {
          if (attempts.incrementAndGet() < attempt) {
            ScriptedResponder.status(503).answer(question, exchange);
          } else {
            ScriptedResponder.reply(exchange, "at last");
          }
        });
  }

  private static ChatClient resumed(RunningConnector chat, String token) throws Exception {
    ChatClient client = ChatClient.connect(chat.socket(), Configuration.ORIGIN);
    client.hello(token);
    assertThat(client.expect("welcome").path("resumed").asBoolean()).isTrue();
    return client;
  }

  private static void nobodyIsConnectedTo(RunningConnector chat) {
    await().until(() -> chat.metrics().value("touchpoint_connections") == 0);
  }

  /** How the message fared, which must not be a reply. */
  private static JsonNode outcome(ChatClient client) throws InterruptedException {
    client.expect("typing");
    JsonNode frame = client.next();
    assertThat(frame.path("type").asText()).isIn("accepted", "rejected");
    return frame;
  }
}
