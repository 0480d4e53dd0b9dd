package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.operator.testing.RecordedPrometheus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real Prometheus remembers two hours of a Channel, of which ten minutes were busy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SizeOfPrometheusTest {

  private static final int MINUTES = 120;

  private @Nullable RecordedPrometheus recorded;

  @BeforeAll
  void remember() throws IOException, InterruptedException {
    RecordedPrometheus.assumePrograms();
    recorded = RecordedPrometheus.of(past(Instant.now().getEpochSecond()));
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    if (recorded != null) {
      recorded.close();
    }
  }

  @Test
  void theBusiestMinutesAndTheMeanAnswerOfAllPodsCount() throws IOException {
    JsonNode json = new JsonMapper().readTree(run("care/chat", "-o", "json").out());

    // Two pods of 10 per second each for ten minutes, and an answer of 400 ms.
    assertThat(json.path("perSecond").asDouble()).isEqualTo(20, within(0.5));
    assertThat(json.path("serviceSeconds").asDouble()).isEqualTo(0.4, within(0.005));
  }

  @Test
  void whatIsGivenCountsInsteadOfWhatIsMeasured() throws IOException {
    JsonNode json =
        new JsonMapper().readTree(run("care/chat", "-o", "json", "--per-second", "7").out());

    assertThat(json.path("perSecond").asDouble()).isEqualTo(7);
    assertThat(json.path("serviceSeconds").asDouble()).isEqualTo(0.4, within(0.005));
  }

  @Test
  void aChannelThatIsNotKnownThereIsTheUsersInput() {
    CommandRun run = run("care/other");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("knows of no messages of Channel care/other in the last 1h");
  }

  private CommandRun run(String channel, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "size",
                "--objective",
                "95%",
                "--within",
                "10s",
                "--window",
                "1h",
                "--channel",
                channel,
                "--from-prometheus",
                Objects.requireNonNull(recorded, "started").address()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static String past(long now) {
    var text = new StringBuilder();
    for (String metric :
        List.of(
            "touchpoint_messages_received_total",
            "touchpoint_service_seconds_sum",
            "touchpoint_service_seconds_count")) {
      text.append("# TYPE ").append(metric.replaceAll("_total$", "")).append(" ");
      text.append(metric.endsWith("_total") ? "counter\n" : "unknown\n");
      for (String pod : List.of("chat-1", "chat-2")) {
        double messages = 0;
        for (int minute = -MINUTES; minute <= 0; minute++) {
          messages += minute > -30 && minute <= -20 ? 600 : 60;
          text.append(metric)
              .append("{namespace=\"care\",channel=\"chat\",pod=\"" + pod + "\"} ")
              .append(metric.endsWith("_sum") ? messages * 0.4 : messages)
              .append(" ")
              .append(now + 60L * minute)
              .append("\n");
        }
      }
    }
    return text.append("# EOF\n").toString();
  }
}
