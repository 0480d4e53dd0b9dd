package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises from the customer's message to the counter, with the time in the test's hand. */
class PromisesKeptTest {

  private static final String KEPT =
      "touchpoint_promise_total{phase=FirstResponse,result=kept,target=first}";
  private static final String BROKEN =
      "touchpoint_promise_total{phase=FirstResponse,result=broken,target=first}";
  private static final String STRICTER_BROKEN =
      "touchpoint_promise_total{phase=FirstResponse,result=broken,target=stricter}";
  private static final String ACCEPT_BROKEN =
      "touchpoint_promise_total{phase=Acknowledge,result=broken,target=accept}";

  @TempDir Path directory;
  private final MovableTime time = new MovableTime();

  @Test
  void aPromiseIsBrokenAtItsDeadlineWhileTheCustomerStillWaits() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  if (mayAnswer.await(15, TimeUnit.SECONDS)) {
                    ScriptedResponder.reply(exchange, "late");
                  }
                });
        RunningConnector chat = promisingChat(responder.url());
        ChatClient client = ChatClient.greeted(chat.socket())) {
      client.say("hello?");
      await().until(() -> responder.asked().size() == 1);
      time.advance(Duration.ofSeconds(9));
      assertThat(chat.metrics().value("touchpoint_oldest_unanswered_seconds{phase=FirstResponse}"))
          .isEqualTo(9.0);
      assertThat(chat.metrics().value(BROKEN)).isZero();
      time.advance(Duration.ofSeconds(1));
      await().until(() -> chat.metrics().value(BROKEN) == 1);
      mayAnswer.countDown();
      client.until("accepted");

      Exposition metrics = chat.metrics();
      assertThat(metrics.value(KEPT)).isZero();
      assertThat(metrics.value(BROKEN)).isEqualTo(1);
      assertThat(metrics.value(ACCEPT_BROKEN)).isEqualTo(1);
      assertThat(metrics.value("touchpoint_bad_experience_total"))
          .as("two broken promises, one bad experience")
          .isEqualTo(1);
    }
  }

  @Test
  void aCustomerWhoComesBackOnANewSocketInTimeIsKept() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  if (mayAnswer.await(15, TimeUnit.SECONDS)) {
                    ScriptedResponder.reply(exchange, "in time");
                  }
                });
        RunningConnector chat = promisingChat(responder.url())) {
      ChatClient lost = ChatClient.connect(chat.socket(), Configuration.ORIGIN);
      lost.hello();
      String resume = lost.expect("welcome").path("resume").asText();
      String id = lost.say("hello?");
      lost.expect("typing");
      lost.close();
      await().until(() -> chat.metrics().value("touchpoint_connections") == 0);
      time.advance(Duration.ofSeconds(4));
      try (ChatClient again = ChatClient.connect(chat.socket(), Configuration.ORIGIN)) {
        again.hello(resume);
        again.expect("welcome");
        again.say(id, "hello?");
        mayAnswer.countDown();
        again.until("accepted");
        await().until(() -> chat.metrics().value(KEPT) == 1);
      }
      time.advance(Duration.ofMinutes(5));
      assertThat(chat.metrics().value(BROKEN)).isZero();
    }
  }

  @Test
  void anAnswerNobodyIsThereToReadKeepsNoPromise() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  if (mayAnswer.await(15, TimeUnit.SECONDS)) {
                    ScriptedResponder.reply(exchange, "to an empty chair");
                  }
                });
        RunningConnector chat = promisingChat(responder.url())) {
      try (ChatClient gone = ChatClient.greeted(chat.socket())) {
        gone.say("hello?");
        await().until(() -> responder.asked().size() == 1);
        time.advance(Duration.ofSeconds(6));
      }
      await().until(() -> chat.metrics().value("touchpoint_connections") == 0);
      mayAnswer.countDown();
      await().until(() -> chat.metrics().value("touchpoint_service_seconds_count") == 1);
      time.advance(Duration.ofMinutes(2));
      await().until(() -> chat.metrics().value("touchpoint_abandoned_total") == 1);

      assertThat(chat.metrics().value(KEPT)).isZero();
      assertThat(chat.metrics().value(BROKEN)).isEqualTo(1);
      assertThat(chat.metrics().value("touchpoint_outbound_total{outcome=delivered,reason=none}"))
          .isZero();
    }
  }

  @Test
  void promisesThatChangeCountFromZeroAtOnceAndWaitsKeepWhatTheyBeganWith() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  if (mayAnswer.await(15, TimeUnit.SECONDS)) {
                    ScriptedResponder.reply(exchange, "here");
                  }
                });
        RunningConnector chat = promisingChat(responder.url());
        ChatClient early = ChatClient.greeted(chat.socket());
        ChatClient late = ChatClient.greeted(chat.socket())) {
      early.say("hello?");
      await().until(() -> responder.asked().size() == 1);
      time.advance(Duration.ofSeconds(2));
      chat.configured(
              Configuration.webChat()
                  .revision("r2")
                  .http(responder.url(), 15_000, false)
                  .promise("stricter", "FirstResponse", 3_000, 5_000)
                  .promise("later", "NextResponse", 3_000, 5_000)
                  .json())
          .reload();
      Exposition atOnce = chat.metrics();
      for (String series :
          new String[] {
            "touchpoint_promise_total{phase=FirstResponse,result=kept,target=stricter}",
            STRICTER_BROKEN,
            "touchpoint_promise_total{phase=NextResponse,result=kept,target=later}",
            "touchpoint_promise_total{phase=NextResponse,result=broken,target=later}",
            KEPT,
            BROKEN
          }) {
        assertThat(atOnce.value(series)).as(series).isZero();
      }

      late.say("hello too?");
      await().until(() -> responder.asked().size() == 2);
      time.advance(Duration.ofSeconds(3));
      await().until(() -> chat.metrics().value(STRICTER_BROKEN) == 1);
      assertThat(chat.metrics().value(BROKEN)).isZero();
      mayAnswer.countDown();
      early.until("accepted");
      late.until("accepted");
      await().until(() -> chat.metrics().value(KEPT) == 1);
      assertThat(chat.metrics().value(BROKEN)).isZero();
      assertThat(chat.metrics().value(STRICTER_BROKEN)).isEqualTo(1);
    }
  }

  private RunningConnector promisingChat(String url) throws Exception {
    return RunningConnector.in(directory, time.ticks())
        .configured(
            Configuration.webChat()
                .http(url, 15_000, false)
                .promise("first", "FirstResponse", 10_000, 5_000)
                .promise("accept", "Acknowledge", 250, 5_000)
                .json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .start();
  }
}
