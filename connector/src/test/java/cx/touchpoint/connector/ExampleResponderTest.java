package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The responder of the examples answers a real connector. */
class ExampleResponderTest {

  private static final String TOKEN = "the-token-of-the-example";

  @TempDir Path directory;

  @BeforeAll
  static void pythonIsThere() {
    PythonExample.assumePython();
  }

  @Test
  void theExampleAnswersAChatThatShowsItsToken() throws Exception {
    int port = PythonExample.freePort();
    try (var _ = PythonExample.start("responder/responder.py", port, Map.of("TOKEN", TOKEN));
        RunningConnector connector =
            RunningConnector.in(directory)
                .configured(
                    Configuration.webChat()
                        .http("http://127.0.0.1:" + port + "/answer", 10_000, true)
                        .json())
                .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
                .with("responder/token", TOKEN)
                .start();
        ChatClient client = ChatClient.greeted(connector.socket())) {
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
    }
  }
}
