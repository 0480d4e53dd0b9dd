package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mounted files that come late, change, turn bad and vanish under a running connector. */
class ReloadTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void withoutConfigurationNothingIsServedAndItHealsWhenOneAppears() throws Exception {
    try (RunningConnector connector = RunningConnector.in(directory).start()) {
      assertThat(readiness(connector)).isEqualTo(503);
      assertThat(get(connector, "/livez")).isEqualTo(200);
      assertThat(get(connector, "/startupz")).isEqualTo(200);
      assertThat(RunningConnector.get(connector.open("/hooks/webhook")).statusCode())
          .isEqualTo(503);
      assertThat(status(connector).path("configurationProblem").asText())
          .contains("connector.json is not there");
      assertThat(status(connector).path("revision").isNull()).isTrue();

      connector
          .configured(Configuration.webhook().json())
          .with("credentials/token", RunningConnector.TOKEN);
      await().until(() -> readiness(connector) == 200); // by itself, nobody calls reload
      assertThat(status(connector).path("revision").asText()).isEqualTo("r1");
    }
  }

  @Test
  void withoutASecretThereIsNoTrafficAndItHealsWhenOneAppears() throws Exception {
    try (RunningConnector hook =
            RunningConnector.in(directory.resolve("hook"))
                .configured(Configuration.webhook().json())
                .start();
        RunningConnector chat =
            RunningConnector.in(directory.resolve("chat"))
                .configured(Configuration.webChat().json())
                .start()) {
      assertThat(readiness(hook)).isEqualTo(503);
      assertThat(post(hook)).isEqualTo(503);
      assertThat(ChatClient.handshakeStatus(chat.socket(), Configuration.ORIGIN)).isEqualTo(503);
      JsonNode credential = status(hook).path("credentials").path(0);
      assertThat(credential.path("source").asText()).isEqualTo("Channel");
      assertThat(credential.path("key").asText()).isEqualTo("token");
      assertThat(credential.path("state").asText()).isEqualTo("Missing");

      hook.with("credentials/token", RunningConnector.TOKEN + "\n").reload();
      chat.with("credentials/sessionKey", RunningConnector.SESSION_KEY).reload();
      assertThat(post(hook)).isEqualTo(415);
      assertThat(ChatClient.handshakeStatus(chat.socket(), Configuration.ORIGIN)).isEqualTo(101);
      assertThat(readiness(hook)).isEqualTo(200);
    }
  }

  @Test
  void aSecretThatVanishesOrTurnsBadIsReportedWhileTheLastGoodOneServes() throws Exception {
    try (RunningConnector hook = RunningConnector.echoHook(directory)) {
      hook.write("credentials/token", "short");
      hook.reload();
      JsonNode credential = status(hook).path("credentials").path(0);
      assertThat(credential.path("state").asText()).isEqualTo("Invalid");
      assertThat(credential.path("message").asText())
          .contains("16 or more")
          .doesNotContain("short");
      assertThat(post(hook)).isEqualTo(415);

      hook.delete("credentials/token");
      hook.reload();
      assertThat(status(hook).path("credentials").path(0).path("state").asText())
          .isEqualTo("Missing");
      assertThat(post(hook)).isEqualTo(415);
      assertThat(readiness(hook)).isEqualTo(200);
    }
  }

  @Test
  void aBadFileIsRefusedWithItsReasonWhileTheFormerStaysInForce() throws Exception {
    try (RunningConnector hook = RunningConnector.echoHook(directory)) {
      hook.configured(Configuration.webhook().revision("r2").slots(0).json()).reload();
      assertThat(status(hook).path("configurationProblem").asText())
          .isEqualTo("connector.json: maxConcurrentTurns is 0. Write 1 or more.");
      assertThat(status(hook).path("revision").asText()).isEqualTo("r1");
      assertThat(readiness(hook)).isEqualTo(200);

      hook.configured(Configuration.webhook().revision("r3").slots(9).json()).reload();
      assertThat(status(hook).path("configurationProblem").isNull()).isTrue();
      assertThat(status(hook).path("revision").asText()).isEqualTo("r3");
      assertThat(hook.metrics().value("touchpoint_slots")).isEqualTo(9);
    }
  }

  @Test
  void aConnectorKeepsItsChannelAndItsTypeForLife() throws Exception {
    try (RunningConnector hook = RunningConnector.echoHook(directory)) {
      hook.configured(Configuration.webChat().revision("r2").json()).reload();
      assertThat(status(hook).path("configurationProblem").asText())
          .contains("serves Webhook hello and cannot become WebChat hello");
      assertThat(status(hook).path("revision").asText()).isEqualTo("r1");
    }
  }

  @Test
  void anUnchangedFileIsNoChange() throws Exception {
    try (RunningConnector hook = RunningConnector.echoHook(directory)) {
      hook.configured(Configuration.webhook().json());
      assertThat(hook.reload()).isFalse();
      hook.configured(Configuration.webhook().revision("r2").json());
      assertThat(hook.reload()).isTrue();
      assertThat(hook.reload()).isFalse();
    }
  }

  @Test
  void aDirectorySwappedByItsSymbolicLinkIsTakenUp() throws Exception {
    Path mount = Files.createDirectories(directory.resolve("config"));
    swap(mount, "..2026_1", Configuration.webhook().json());
    Files.createSymbolicLink(mount.resolve("connector.json"), Path.of("..data/connector.json"));
    try (RunningConnector hook =
        RunningConnector.in(directory).with("credentials/token", RunningConnector.TOKEN).start()) {
      assertThat(status(hook).path("revision").asText()).isEqualTo("r1");
      swap(mount, "..2026_2", Configuration.webhook().revision("r2").json());
      await().until(() -> status(hook).path("revision").asText().equals("r2"));
    }
  }

  // As the kubelet's atomic writer does: a new directory, a new link beside, one rename.
  private static void swap(Path mount, String version, String json) throws Exception {
    Path fresh = Files.createDirectory(mount.resolve(version));
    Files.writeString(fresh.resolve("connector.json"), json);
    Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
    Files.move(
        link,
        mount.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static JsonNode status(RunningConnector connector) throws Exception {
    return JSON.readTree(RunningConnector.get(connector.internal("/status")).body());
  }

  private static int readiness(RunningConnector connector) throws Exception {
    return get(connector, "/readyz");
  }

  private static int get(RunningConnector connector, String path) throws Exception {
    return RunningConnector.get(connector.internal(path)).statusCode();
  }

  private static int post(RunningConnector connector) throws Exception {
    return RunningConnector.send(
            java.net.http.HttpRequest.newBuilder(connector.open("/hooks/webhook"))
                .header("Authorization", "Bearer " + RunningConnector.TOKEN)
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
        .statusCode();
  }
}
