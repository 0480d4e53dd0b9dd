package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The responder of the examples answers a real connector. */
class ExampleResponderTest {

  private static final String TOKEN = "the-token-of-the-example";

  @TempDir Path directory;

  @BeforeAll
  static void pythonIsThere() {
    boolean there = runs("python3", "--version");
    if (!there) {
      assertThat(System.getenv("CI")).as("CI needs python3").isNull();
      System.err.println("SKIPPED the example responder: no python3 on the PATH");
      assumeTrue(false, "no python3 on the PATH");
    }
  }

  @Test
  void theExampleAnswersAChatThatShowsItsToken() throws Exception {
    int port = freePort();
    Process example = example(port);
    try (RunningConnector connector =
            RunningConnector.in(directory)
                .configured(
                    Configuration.webChat()
                        .http("http://127.0.0.1:" + port + "/answer", 10_000, true)
                        .json())
                .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
                .with("responder/token", TOKEN)
                .start();
        ChatClient client = ChatClient.greeted(connector.socket())) {
      await().until(() -> listens(port));
      client.say("When are you open, and do you ship to Iceland?");
      JsonNode reply = client.until("reply").getLast();
      assertThat(reply.path("parts").findValuesAsText("text"))
          .isEqualTo(
              List.of(
                  "We are open Monday to Friday, 8 to 18 o'clock.", "We ship within two days."));

      connector.with("responder/token", "another-token-altogether").reload();
      client.say("open?");
      assertThat(client.until("rejected").getLast().path("reason").asText())
          .isEqualTo("responder_unavailable");
    } finally {
      example.destroyForcibly();
    }
  }

  private static Process example(int port) throws IOException {
    ProcessBuilder python =
        new ProcessBuilder("python3", "../examples/responder/responder.py").inheritIO();
    python.redirectError(ProcessBuilder.Redirect.DISCARD); // its log of requests
    python.environment().put("PORT", String.valueOf(port));
    python.environment().put("TOKEN", TOKEN);
    return python.start();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean runs(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
