package cx.touchpoint.connector.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.connector.Configuration;
import cx.touchpoint.connector.RunningConnector;
import cx.touchpoint.connector.ScriptedResponder;
import cx.touchpoint.connector.store.PostgresServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook whose messages are kept. */
class KeptWebhookTest {

  @TempDir private Path files;
  private String uri = "";

  @BeforeEach
  void makeDatabase() throws Exception {
    uri = PostgresServer.shared().newDatabase();
  }

  @Test
  void anEventIsAnsweredInItsResponseAndAgainWhenItIsSentAgainElsewhere() throws Exception {
    try (var responder = new ScriptedResponder(ScriptedResponder.saying("Welcome"));
        RunningConnector one = replica("a", http(responder));
        RunningConnector other = replica("b", http(responder))) {
      HttpResponse<String> first = send(one, "e1", "");
      HttpResponse<String> again = send(other, "e1", "");
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.body()).contains("Welcome");
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue("ce-id"))
          .isEqualTo(first.headers().firstValue("ce-id"));
      assertThat(responder.asked()).hasSize(1);
    }
  }

  /** Providers try for seven days (WhatsApp). Connectors come and go meanwhile. */
  @Test
  void anEventThatComesAgainAfterAQuarterOfAnHourOrAWeekHasTheAnswerThatWasGiven()
      throws Exception {
    try (var responder = new ScriptedResponder(ScriptedResponder.saying("Welcome"))) {
      String answer;
      try (RunningConnector first = replica("first", http(responder))) {
        answer = send(first, "e1", "").body();
      }
      for (String since : List.of("15 minutes", "7 days")) {
        for (String moved :
            List.of(
                "received SET at = at - interval '%1$s'",
                "conversation SET active_at = active_at - interval '%1$s', active_hour = active_hour - interval '%1$s'")) {
          PostgresServer.shared()
              .sql(
                  PostgresServer.databaseOf(uri),
                  "UPDATE touchpoint_shop." + moved.formatted(since));
        }
        try (RunningConnector later = replica(since.replace(' ', '-'), http(responder))) {
          HttpResponse<String> again = send(later, "e1", "");
          assertThat(again.statusCode()).as(since).isEqualTo(200);
          assertThat(again.body()).as(since).isEqualTo(answer);
        }
      }
      assertThat(responder.asked()).hasSize(1);
    }
  }

  @Test
  void aSenderWhoDoesNotWaitHasTheAnswerByAskingAgain() throws Exception {
    try (RunningConnector connector = replica("a", Configuration.webhook())) {
      HttpResponse<String> accepted = send(connector, "e1", "respond-async");
      assertThat(accepted.statusCode()).isEqualTo(202);
      assertThat(accepted.headers().firstValue("Preference-Applied")).contains("respond-async");
      await()
          .untilAsserted(
              () -> {
                HttpResponse<String> answered = send(connector, "e1", "");
                assertThat(answered.statusCode()).isEqualTo(200);
                assertThat(answered.body()).contains("Where is it?");
              });
    }
  }

  @Test
  void nothingIsAcknowledgedThatCouldNotBeKept() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      uri = server.newDatabase();
      try (RunningConnector connector = replica("a", Configuration.webhook())) {
        server.kill();
        HttpResponse<String> refused = send(connector, "e1", "respond-async");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("store_unavailable");
        server.restart();
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(send(connector, "e1", "").statusCode()).isEqualTo(200));
      }
    }
  }

  /** Each replica has one turn at a time, so the second message is answered by the other. */
  @Test
  void whoWaitsAtAReplicaThatEndsHasTheAnswerThatAnotherGives() throws Exception {
    var oneMayAnswer = new CountDownLatch(1);
    var otherMayAnswer = new CountDownLatch(1);
    try (ScriptedResponder ofOne = answering(oneMayAnswer);
        ScriptedResponder ofOther = answering(otherMayAnswer);
        RunningConnector one = replica("a", http(ofOne).slots(1));
        RunningConnector other = replica("b", http(ofOther).slots(1))) {
      CompletableFuture<HttpResponse<String>> first = sending(one, "e1");
      CompletableFuture<HttpResponse<String>> second = sending(one, "e2");
      await().until(() -> ofOne.asked().size() == 1 && ofOther.asked().size() == 1);

      CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> stop(one));
      oneMayAnswer.countDown();
      await().until(() -> first.isDone() || second.isDone());
      assertThat(stopped).isNotDone();
      assertThat(send(one, "e3", "").statusCode()).isEqualTo(503);

      otherMayAnswer.countDown();
      assertThat(List.of(first.get(), second.get())).allMatch(it -> it.statusCode() == 200);
      assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(send(other, "e1", "").statusCode()).isEqualTo(200);
    }
  }

  /** What waits is in the store, so it takes no room from those who come. */
  @Test
  void manyMayWaitForTheAnswersToLargeEvents() throws Exception {
    int many = 12;
    String large = "{\"text\":\"Where is it?\"}" + " ".repeat(900_000);
    var mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder = answering(mayAnswer);
        RunningConnector connector =
            replica("a", Configuration.webhook().http(responder.url(), 20_000, false).slots(many));
        var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 1; i <= many; i++) {
        String id = "e" + i;
        sent.add(
            senders.submit(
                () ->
                    RunningConnector.send(
                        event(connector, id, "customer-" + id)
                            .POST(HttpRequest.BodyPublishers.ofString(large)))));
        int asked = i;
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> responder.asked().size() >= asked || sent.getLast().isDone());
      }
      mayAnswer.countDown();
      for (Future<HttpResponse<String>> each : sent) {
        assertThat(each.get().statusCode()).isEqualTo(200);
      }
    }
  }

  private static ScriptedResponder answering(CountDownLatch when) throws Exception {
    return new ScriptedResponder(
        (_, exchange) -> {
          if (when.await(15, TimeUnit.SECONDS)) {
            ScriptedResponder.reply(exchange, "Here it is");
          }
        });
  }

  private static CompletableFuture<HttpResponse<String>> sending(
      RunningConnector connector, String id) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return send(connector, id, "", "customer-" + id);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private static boolean stop(RunningConnector connector) {
    try {
      return connector.stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunningConnector replica(String name, Configuration configuration) throws Exception {
    return RunningConnector.in(files.resolve(name))
        .configured(configuration.kept("shop").json())
        .with("credentials/token", RunningConnector.TOKEN)
        .with("history/uri", uri)
        .startedAndReady();
  }

  private static Configuration http(ScriptedResponder responder) {
    return Configuration.webhook().http(responder.url(), 5_000, false);
  }

  private static HttpResponse<String> send(RunningConnector connector, String id, String prefer)
      throws Exception {
    return send(connector, id, prefer, "customer-7");
  }

  private static HttpResponse<String> send(
      RunningConnector connector, String id, String prefer, String subject) throws Exception {
    HttpRequest.Builder request =
        event(connector, id, subject)
            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"Where is it?\"}"));
    if (!prefer.isEmpty()) {
      request.header("Prefer", prefer);
    }
    return RunningConnector.send(request);
  }

  private static HttpRequest.Builder event(RunningConnector connector, String id, String subject) {
    return HttpRequest.newBuilder(connector.open("/hooks/webhook"))
        .header("Authorization", "Bearer " + RunningConnector.TOKEN)
        .header("Content-Type", "application/json")
        .header("ce-specversion", "1.0")
        .header("ce-type", "cx.touchpoint.message.sent")
        .header("ce-source", "/shop")
        .header("ce-subject", subject)
        .header("ce-id", id);
  }
}
