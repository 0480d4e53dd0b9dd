package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody answers a system's events: whichever way that happens, the promises are broken. */
class UnansweredWebhookTest {

  private static final String DELIVERED =
      "touchpoint_outbound_total{outcome=delivered,reason=none}";

  @TempDir Path directory;
  private final MovableTime time = new MovableTime();

  @ParameterizedTest
  @EnumSource
  void eventsThatNobodyAnswersBreakTheirPromisesOnceAtTheirDeadline(Silence silence)
      throws Exception {
    try (ScriptedResponder responder = silence.responder();
        RunningConnector hook = hook(responder, Silence.TIMEOUT_MILLIS)) {
      assertThat(send(hook, event("1", "known", Silence.GREETING))).isEqualTo(200);
      new PromiseCounts(1, 0, 0, 0).await(hook);

      String next = event("2", "known", "and then?");
      String first = event("3", "stranger", "anybody there?");
      assertThat(send(hook, next)).isIn(204, 422, 503);
      assertThat(send(hook, first)).isIn(204, 422, 503);
      time.advance(Duration.ofMillis(9_999));
      assertThat(hook.metrics().value("touchpoint_oldest_unanswered_seconds{phase=NextResponse}"))
          .isEqualTo(9.999);
      assertThat(PromiseCounts.of(hook)).isEqualTo(new PromiseCounts(1, 0, 0, 0));
      time.advance(Duration.ofMillis(1));
      new PromiseCounts(1, 1, 0, 1).await(hook);

      // A sender that gives up is done here; this one tries again.
      assertThat(send(hook, next)).isIn(204, 422, 503);
      assertThat(send(hook, first)).isIn(204, 422, 503);
      time.advance(Duration.ofSeconds(10));
      // What follows is decided after whatever these could have added.
      assertThat(send(hook, event("4", "third", "nor me?"))).isIn(204, 422, 503);
      time.advance(Duration.ofSeconds(10));
      new PromiseCounts(1, 2, 0, 1).await(hook);
    }
  }

  @Test
  void anAnswerAfterTheSenderHungUpWasNotGiven() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (_, exchange) -> {
                  if (mayAnswer.await(15, TimeUnit.SECONDS)) {
                    ScriptedResponder.reply(exchange, "to an empty line");
                  }
                });
        RunningConnector hook = hook(responder, 15_000);
        HttpClient impatient = HttpClient.newHttpClient()) {
      HttpRequest request =
          post(hook, event("1", "c", "hello?")).timeout(Duration.ofMillis(500)).build();
      assertThatThrownBy(() -> impatient.send(request, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(HttpTimeoutException.class);
      mayAnswer.countDown();
      await().until(() -> hook.metrics().value("touchpoint_service_seconds_count") == 1);
      time.advance(Duration.ofSeconds(10));
      new PromiseCounts(0, 1, 0, 0).await(hook);
      assertThat(hook.metrics().value(DELIVERED)).isZero();
    }
  }

  @Test
  void anAnswerHeldBackBecauseOfTheRestOfItsBatchWasNotGivenUntilItIsSentAgain() throws Exception {
    try (ScriptedResponder responder = Silence.Fails.responder();
        RunningConnector hook = hook(responder, Silence.TIMEOUT_MILLIS)) {
      String answered = event("1", "a", Silence.GREETING);
      String other = event("2", "b", Silence.GREETING);
      String failing = event("3", "c", "and me?");
      assertThat(send(hook, "[" + answered + "," + other + "," + failing + "]")).isEqualTo(503);
      time.advance(Duration.ofSeconds(9));
      assertThat(send(hook, answered)).isEqualTo(200);
      new PromiseCounts(1, 0, 0, 0).await(hook);
      time.advance(Duration.ofSeconds(1));
      new PromiseCounts(1, 2, 0, 0).await(hook);
    }
  }

  @Test
  void whoIsRefusedBecauseTooManyWaitIsCountedLikeThoseWhoWait() throws Exception {
    try (ScriptedResponder responder = Silence.Hangs.responder();
        RunningConnector hook = hook(responder, 15_000);
        HttpClient sender = HttpClient.newHttpClient()) {
      int waiting = 4 + 4 * 16;
      int refused = 5;
      String batch =
          IntStream.range(0, waiting + refused)
              .mapToObj(it -> event("e" + it, "customer-" + it, "anybody?"))
              .collect(Collectors.joining(",", "[", "]"));
      var pending =
          sender.sendAsync(post(hook, batch).build(), HttpResponse.BodyHandlers.discarding());
      await().until(() -> responder.asked().size() == 4);
      await()
          .until(
              () ->
                  hook.metrics().value("touchpoint_messages_received_total") == waiting + refused);
      time.advance(Duration.ofSeconds(10));
      new PromiseCounts(0, waiting + refused, 0, 0).await(hook);
      pending.cancel(true);
    }
  }

  private RunningConnector hook(ScriptedResponder responder, long timeoutMillis) throws Exception {
    Configuration plain = Configuration.webhook().http(responder.url(), timeoutMillis, false);
    return RunningConnector.in(directory, time.ticks())
        .configured(PromiseCounts.promised(plain).json())
        .with("credentials/token", RunningConnector.TOKEN)
        .start();
  }

  private static int send(RunningConnector hook, String body) throws Exception {
    return RunningConnector.send(post(hook, body)).statusCode();
  }

  private static HttpRequest.Builder post(RunningConnector hook, String body) {
    String batch = body.startsWith("[") ? "-batch" : "";
    return HttpRequest.newBuilder(hook.open("/hooks/webhook"))
        .header("Authorization", "Bearer " + RunningConnector.TOKEN)
        .header("Content-Type", "application/cloudevents" + batch + "+json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String event(String id, String conversation, String text) {
    return """
        {"specversion":"1.0","id":"%s","source":"/shop","subject":"%s",
         "type":"cx.touchpoint.message.sent","data":{"text":"%s"}}"""
        .formatted(id, conversation, text);
  }
}
