package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat over its socket, frame by frame. */
class WebChatTest {

  @TempDir Path directory;

  @Test
  void aMessageIsAnsweredBeforeItIsAccepted() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      String id = client.say("How are you? ä 🙂");

      assertThat(client.expect("typing").path("inReplyTo").asText()).isEqualTo(id);
      JsonNode reply = client.expect("reply");
      assertThat(reply.path("id").asText()).isEqualTo(id + ".1");
      assertThat(reply.path("inReplyTo").asText()).isEqualTo(id);
      assertThat(reply.path("author").asText()).isEqualTo("Automated");
      assertThat(reply.path("parts").path(0).path("text").asText()).isEqualTo("How are you? ä 🙂");
      assertThat(client.expect("accepted").path("id").asText()).isEqualTo(id);
    }
  }

  @Test
  void theSameMessageAgainGetsTheSameReplyWithoutAskingAgain() throws Exception {
    try (ScriptedResponder responder = new ScriptedResponder(ScriptedResponder.saying("once"));
        RunningConnector connector = chatWith(responder);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      String id = client.say("hello");
      JsonNode first = client.until("accepted").get(1);
      client.say(id, "hello");
      JsonNode second = client.until("accepted").get(1);

      assertThat(second).isEqualTo(first);
      assertThat(responder.asked()).hasSize(1);
      assertThat(connector.metrics().value("touchpoint_duplicates_total")).isEqualTo(1);
      assertThat(connector.metrics().value("touchpoint_messages_received_total")).isEqualTo(1);
    }
  }

  @Test
  void aMessageSentAgainOnAnotherSocketJoinsTheOneInProgress() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder = new ScriptedResponder(waitingFor(mayAnswer));
        RunningConnector connector = chatWith(responder)) {
      ChatClient lost = ChatClient.connect(connector.socket(), Configuration.ORIGIN);
      lost.hello();
      String resume = lost.expect("welcome").path("resume").asText();
      String id = lost.say("hello");
      lost.expect("typing");
      lost.close();
      try (ChatClient again = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
        again.hello(resume);
        assertThat(again.expect("welcome").path("resumed").asBoolean()).isTrue();
        again.say(id, "hello");
        again.expect("typing");
        mayAnswer.countDown();

        assertThat(again.expect("reply").path("inReplyTo").asText()).isEqualTo(id);
        again.expect("accepted");
        assertThat(responder.asked()).hasSize(1);
      }
    }
  }

  @Test
  void messagesOfOneConversationAreAnsweredOneAtATimeInTheOrderTheyCame() throws Exception {
    List<String> overlapping = new ArrayList<>();
    java.util.concurrent.atomic.AtomicInteger running =
        new java.util.concurrent.atomic.AtomicInteger();
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (question, exchange) -> {
                  if (running.incrementAndGet() > 1) {
                    overlapping.add(question.text());
                  }
                  // Later messages would be done sooner if they could overtake.
                  new CountDownLatch(1)
                      .await(40 - 5L * Integer.parseInt(question.text()), TimeUnit.MILLISECONDS);
                  running.decrementAndGet();
                  ScriptedResponder.reply(exchange, question.text());
                });
        RunningConnector connector = chatWith(responder);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      for (int i = 0; i < 7; i++) {
        client.say(String.valueOf(i));
      }
      List<String> replies = new ArrayList<>();
      while (replies.size() < 7) {
        JsonNode frame = client.next();
        if (frame.path("type").asText().equals("reply")) {
          replies.add(frame.path("parts").path(0).path("text").asText());
        }
      }

      assertThat(replies).containsExactly("0", "1", "2", "3", "4", "5", "6");
      assertThat(overlapping).isEmpty();
    }
  }

  @Test
  void aConversationIsResumedOnAReplicaThatNeverSawIt() throws Exception {
    String conversation;
    String resume;
    try (RunningConnector connector = RunningConnector.echoChat(directory.resolve("one"));
        ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      client.hello();
      conversation = client.expect("welcome").path("conversation").asText();
      client.say("hello");
      resume = client.until("accepted").getLast().path("resume").asText();
    }
    try (RunningConnector other = RunningConnector.echoChat(directory.resolve("two"));
        ChatClient client = ChatClient.connect(other.socket(), Configuration.ORIGIN)) {
      client.hello(resume);
      JsonNode welcome = client.expect("welcome");
      assertThat(welcome.path("conversation").asText()).isEqualTo(conversation);
      assertThat(welcome.path("resumed").asBoolean()).isTrue();
      client.say("hello again");
      client.until("accepted");

      // It had its first answer on the other replica, so this is a next one of a begun
      // conversation.
      await()
          .untilAsserted(
              () -> {
                Exposition metrics = other.metrics();
                assertThat(metrics.value("touchpoint_next_response_seconds_count{by=Automated}"))
                    .isEqualTo(1);
                assertThat(metrics.value("touchpoint_first_response_seconds_count{by=Automated}"))
                    .isZero();
                assertThat(
                        metrics.value(
                            "touchpoint_conversations_started_total{device=Unknown,entry=Widget}"))
                    .isZero();
              });
    }
  }

  @Test
  void forgedForeignAndBrokenResumeTokensBeginANewConversationAndSaySo() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        ChatClient honest = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      honest.hello();
      String genuine = honest.expect("welcome").path("resume").asText();
      String[] parts = genuine.split("\\.");
      List<String> forged =
          List.of(
              "",
              "nonsense",
              "v1..",
              "v1.%%%.%%%",
              parts[0] + '.' + parts[1] + '.' + parts[2].substring(1),
              parts[0] + ".A" + parts[1].substring(1) + '.' + parts[2],
              "v2." + parts[1] + '.' + parts[2],
              "x".repeat(20_000));
      for (String token : forged) {
        try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
          client.hello(token);
          JsonNode welcome = client.expect("welcome");

          assertThat(welcome.path("resumed").asBoolean()).as(token).isFalse();
          assertThat(welcome.path("problem").asText())
              .as(token)
              .contains("resume token")
              .contains("is new");
          client.say("still works");
          client.until("accepted");
        }
      }
      assertThat(connector.metrics().value("touchpoint_requests_total{outcome=bad_signature}"))
          .isEqualTo(forged.size());
    }
  }

  @Test
  void aTokenSignedByTheFormerKeyIsGoodWhileTheFormerKeyIsThere() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory)) {
      String resume;
      try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
        client.hello();
        resume = client.expect("welcome").path("resume").asText();
      }
      String other = java.util.Base64.getEncoder().encodeToString(new byte[40]);
      connector.write("credentials/sessionKeyPrevious", RunningConnector.SESSION_KEY);
      connector.write("credentials/sessionKey", other);
      assertThat(connector.reload()).isTrue();
      assertThat(resumed(connector, resume)).isTrue();

      connector.delete("credentials/sessionKeyPrevious");
      assertThat(connector.reload()).isTrue();
      assertThat(resumed(connector, resume)).isFalse();
    }
  }

  @Test
  void onlyPagesOfAllowedOriginsOpenTheChat() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory)) {
      assertThat(ChatClient.handshakeStatus(connector.socket(), Configuration.ORIGIN))
          .isEqualTo(101);
      assertThat(ChatClient.handshakeStatus(connector.socket(), "https://SHOP.example.com:443"))
          .isEqualTo(101);
      assertThat(ChatClient.handshakeStatus(connector.socket(), connector.ownOrigin()))
          .isEqualTo(101);
      for (String stranger :
          List.of(
              "https://evil.example.com",
              "http://shop.example.com",
              "https://shop.example.com:8443",
              "https://shop.example.com.evil.example",
              "null",
              "https://shop.example.com/")) {
        assertThat(ChatClient.handshakeStatus(connector.socket(), stranger))
            .as(stranger)
            .isEqualTo(403);
      }

      connector.configured(
          Configuration.webChat()
              .revision("r2")
              .block(
                  "\"webChat\": {\"allowedOrigins\": [\"https://other.example.com\"], \"demoPage\":"
                      + " false}")
              .json());
      connector.reload();
      assertThat(ChatClient.handshakeStatus(connector.socket(), connector.ownOrigin()))
          .isEqualTo(403);
      assertThat(ChatClient.handshakeStatus(connector.socket(), Configuration.ORIGIN))
          .isEqualTo(403);
      assertThat(ChatClient.handshakeStatus(connector.socket(), "https://other.example.com"))
          .isEqualTo(101);
    }
  }

  @Test
  void whatCannotBeTakenIsRejectedByItsIdWithAReason() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      String id = UUID.randomUUID().toString();
      client.say(id, "   ");
      JsonNode blank = client.expect("rejected");
      assertThat(blank.path("id").asText()).isEqualTo(id);
      assertThat(blank.path("reason").asText()).isEqualTo("invalid");
      assertThat(blank.path("retryable").asBoolean()).isFalse();

      client.say("x".repeat(16_001));
      assertThat(client.expect("rejected").path("reason").asText()).isEqualTo("too_long");
      client.say("not-a-uuid", "hello");
      assertThat(client.expect("rejected").path("detail").asText()).contains("UUID");
      client.say("x".repeat(16_000));
      client.until("accepted");
    }
  }

  @Test
  void oneSocketHoldsEightUnansweredMessagesAtMost() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder = new ScriptedResponder(waitingFor(mayAnswer));
        RunningConnector connector = chatWith(responder);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      for (int i = 0; i < 8; i++) {
        client.say("message " + i);
        client.expect("typing");
      }
      client.say("one more");
      JsonNode rejected = client.expect("rejected");
      assertThat(rejected.path("reason").asText()).isEqualTo("too_many");
      assertThat(rejected.path("retryable").asBoolean()).isTrue();
      mayAnswer.countDown();
    }
  }

  @Test
  void aResponderThatIsDownRejectsRetryablyAndTheSameMessageIsTakenLater() throws Exception {
    java.util.concurrent.atomic.AtomicBoolean down =
        new java.util.concurrent.atomic.AtomicBoolean(true);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  if (down.get()) {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    exchange.sendResponseHeaders(503, -1);
                  } else {
                    ScriptedResponder.reply(exchange, "back");
                  }
                });
        RunningConnector connector = chatWith(responder);
        ChatClient client = ChatClient.greeted(connector.socket())) {
      String id = client.say("hello");
      JsonNode rejected = client.until("rejected").getLast();
      assertThat(rejected.path("reason").asText()).isEqualTo("responder_unavailable");
      assertThat(rejected.path("retryAfterMs").asLong()).isEqualTo(7_000);

      down.set(false);
      client.say(id, "hello");
      assertThat(client.until("reply").getLast().path("inReplyTo").asText()).isEqualTo(id);
      assertThat(responder.asked()).hasSize(2);
      assertThat(responder.asked().getFirst().event().path("id"))
          .isEqualTo(responder.asked().getLast().event().path("id"));
      assertThat(connector.metrics().value("touchpoint_messages_received_total")).isEqualTo(1);
    }
  }

  private RunningConnector chatWith(ScriptedResponder responder) throws Exception {
    return RunningConnector.in(directory)
        .configured(Configuration.webChat().http(responder.url(), 8_000, false).json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .start();
  }

  private static ScriptedResponder.Script waitingFor(CountDownLatch latch) {
    return (ScriptedResponder.Asked question, HttpExchange exchange) -> {
      if (latch.await(10, TimeUnit.SECONDS)) {
        ScriptedResponder.reply(exchange, question.text());
      }
    };
  }

  private static boolean resumed(RunningConnector connector, String resume) throws Exception {
    try (ChatClient client = ChatClient.connect(connector.socket(), Configuration.ORIGIN)) {
      client.hello(resume);
      return client.expect("welcome").path("resumed").asBoolean();
    }
  }
}
