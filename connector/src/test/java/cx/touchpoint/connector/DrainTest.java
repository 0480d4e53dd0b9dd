package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connector that is asked to end: nothing that was taken is lost, nothing new is taken. */
class DrainTest {

  @TempDir Path directory;

  @Test
  void sigtermEndsTheProcessInOrderAndItsExitIsASuccess() throws Exception {
    try (ConnectorProcess connector = ConnectorProcess.echoChat(directory);
        ChatClient idle = ChatClient.greeted(connector.socket())) {
      connector.terminate();
      assertThat(connector.exitCode()).isZero();
      assertThat(idle.expect("goaway").path("reconnectAfterMs").asLong()).isBetween(1L, 5_000L);
      assertThat(idle.closure()).startsWith("1012");
      assertThat(connector.log()).contains("Draining").contains("Stopped");
    }
  }

  @Test
  void aTurnInProgressIsAnsweredOnItsSocketWhileNothingNewIsTaken() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (ScriptedResponder responder =
            new ScriptedResponder(
                (question, exchange) -> {
                  if (mayAnswer.await(15, TimeUnit.SECONDS)) {
                    ScriptedResponder.reply(exchange, "at last");
                  }
                });
        RunningConnector connector =
            RunningConnector.in(directory)
                .configured(Configuration.webChat().http(responder.url(), 15_000, false).json())
                .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
                .start();
        ChatClient waiting = ChatClient.greeted(connector.socket());
        ChatClient idle = ChatClient.greeted(connector.socket())) {
      String id = waiting.say("please wait");
      waiting.expect("typing");
      await().until(() -> responder.asked().size() == 1);
      CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> stop(connector));

      idle.expect("goaway");
      assertThat(idle.closure()).startsWith("1012");
      waiting.expect("goaway");
      assertThat(RunningConnector.get(connector.internal("/readyz")).statusCode()).isEqualTo(503);
      assertThat(RunningConnector.get(connector.internal("/status")).body())
          .contains("\"draining\":true");
      assertThat(ChatClient.handshakeStatus(connector.socket(), Configuration.ORIGIN))
          .isEqualTo(503);
      waiting.say("one more");
      JsonNode rejected = waiting.expect("rejected");
      assertThat(rejected.path("reason").asText()).isEqualTo("going_away");
      assertThat(rejected.path("retryable").asBoolean()).isTrue();
      assertThat(stopped).isNotDone();

      mayAnswer.countDown();
      assertThat(waiting.expect("reply").path("inReplyTo").asText()).isEqualTo(id);
      assertThat(waiting.expect("accepted").path("id").asText()).isEqualTo(id);
      assertThat(waiting.closure()).startsWith("1012");
      assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aDrainThatTakesTooLongIsCutShort() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedResponder responder =
        new ScriptedResponder((_, _) -> assertThat(never.await(20, TimeUnit.SECONDS)).isTrue())) {
      Path mounts = directory.resolve("mounts");
      try (RunningConnector files =
          RunningConnector.in(mounts)
              .configured(Configuration.webChat().http(responder.url(), 15_000, false).json())
              .with("credentials/sessionKey", RunningConnector.SESSION_KEY)) {
        assertThat(files.directory()).isEqualTo(mounts);
      }
      try (ConnectorProcess connector = new ConnectorProcess(mounts, "--drain=1");
          ChatClient client = ChatClient.greeted(connector.socket())) {
        client.say("nobody answers");
        await().until(() -> responder.asked().size() == 1);
        connector.terminate();
        assertThat(connector.exitCode()).isZero();
        assertThat(connector.log()).contains("Not everything ended within 1 s");
      }
      never.countDown();
    }
  }

  @Test
  void socketsAreSpreadOverTheTimeTheyComeBackIn() throws Exception {
    try (RunningConnector connector = RunningConnector.echoChat(directory)) {
      List<ChatClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(ChatClient.greeted(connector.socket()));
      }
      assertThat(connector.stop()).isTrue();
      List<Long> waits = new ArrayList<>();
      for (ChatClient client : clients) {
        waits.add(client.expect("goaway").path("reconnectAfterMs").asLong());
        client.close();
      }
      assertThat(waits.stream().distinct().count()).isGreaterThan(5);
    }
  }

  private static boolean stop(RunningConnector connector) {
    try {
      return connector.stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
