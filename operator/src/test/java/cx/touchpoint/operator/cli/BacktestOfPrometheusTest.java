package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.operator.testing.RecordedPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus remembers twelve hours, of which three are missing; each minute is alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BacktestOfPrometheusTest {

  private static final int MINUTES = 12 * 60;
  private static final int GAP_BEGINS = 5 * 60;
  private static final int GAP_ENDS = 8 * 60;

  private static final String FIRST = "touchpoint_first_response_seconds_bucket";
  private static final String REQUESTS = "touchpoint_requests_total";
  private static final String CHAT = "namespace=\"care\",channel=\"chat\",pod=\"chat-1\"";
  private static final String SECOND_POD = "namespace=\"care\",channel=\"chat\",pod=\"chat-2\"";
  private static final String SHOP = "namespace=\"care\",channel=\"shop\"";

  /** By how much each counter grows in a minute. */
  private static final Map<String, Double> PER_MINUTE =
      Map.ofEntries(
          Map.entry(FIRST + "{" + CHAT + ",by=\"Automated\",le=\"1.0\"}", 20.0),
          Map.entry(FIRST + "{" + CHAT + ",by=\"Automated\",le=\"5.0\"}", 60.0),
          Map.entry(FIRST + "{" + CHAT + ",by=\"Automated\",le=\"10.0\"}", 70.0),
          Map.entry(FIRST + "{" + CHAT + ",by=\"Automated\",le=\"30.0\"}", 74.0),
          Map.entry(FIRST + "{" + CHAT + ",by=\"Automated\",le=\"+Inf\"}", 75.0),
          Map.entry(FIRST + "{" + SECOND_POD + ",by=\"Automated\",le=\"1.0\"}", 5.0),
          Map.entry(FIRST + "{" + SECOND_POD + ",by=\"Automated\",le=\"5.0\"}", 20.0),
          Map.entry(FIRST + "{" + SECOND_POD + ",by=\"Automated\",le=\"10.0\"}", 24.0),
          Map.entry(FIRST + "{" + SECOND_POD + ",by=\"Automated\",le=\"30.0\"}", 25.0),
          Map.entry(FIRST + "{" + SECOND_POD + ",by=\"Automated\",le=\"+Inf\"}", 25.0),
          Map.entry("touchpoint_abandoned_total{" + CHAT + "}", 1.0),
          Map.entry(REQUESTS + "{" + CHAT + ",outcome=\"accepted\"}", 997.0),
          Map.entry(REQUESTS + "{" + CHAT + ",outcome=\"failed\"}", 2.0),
          Map.entry(REQUESTS + "{" + CHAT + ",outcome=\"overloaded\"}", 1.0),
          Map.entry(REQUESTS + "{" + CHAT + ",outcome=\"malformed\"}", 500.0),
          Map.entry(
              REQUESTS + "{namespace=\"other\",channel=\"chat\",pod=\"chat-1\",outcome=\"failed\"}",
              900.0),
          Map.entry("orders_total{job=\"shop\"}", 100.0),
          Map.entry("orders_failed_total{job=\"shop\"}", 1.0),
          Map.entry("orders_late_total{job=\"shop\"}", 3.0));

  private static final String FILE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: answer, namespace: care}
      spec:
        channels: {names: [chat, quiet]}
        targets:
        - {name: exact, phase: FirstResponse, within: 10s, objective: 93%}
        - {name: between, phase: FirstResponse, within: 7s, objective: 90%}
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: up, namespace: care}
      spec: {channels: {names: [chat]}, indicator: {type: Availability}, objective: 99.5%}
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: orders, namespace: care}
      spec:
        indicator: {type: Ratio, ratio: {bad: orders_failed_total + orders_late_total, total: 'orders_total{job="shop"}'}}
        objective: 95%
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: page, namespace: care}
      spec:
        channels: {names: [shop]}
        targets: [{name: load, phase: Load, within: 2s, objective: 75%}]
      """;

  @TempDir private Path folder = Path.of("");
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
  void everyPromiseIsHeldAgainstWhatIsRemembered() throws IOException {
    CommandRun run = run("-o", "json");

    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.FINE);
    JsonNode all = new JsonMapper().readTree(run.out());
    assertThat(all.path("promises").findValuesAsText("promise"))
        .containsExactly(
            "rtt/answer/exact",
            "rtt/answer/exact",
            "rtt/answer/between",
            "rtt/answer/between",
            "slo/up",
            "slo/orders",
            "rtt/page/load");

    JsonNode exact = all.at("/promises/0");
    assertThat(exact.path("channel").asText()).isEqualTo("chat");
    assertThat(exact.path("recorded").asDouble()).isEqualTo(75, within(2.0));
    assertThat(exact.path("steps").findValuesAsText("within"))
        .containsExactly("1s", "5s", "10s", "30s");
    // of 101 in a minute 94 within 10 s
    expect(promised(exact), 100.0 * 94 / 101, 100.0 * 94 / 101, "true", 9 * 60 * 101);
    expect(exact.at("/steps/1"), 100.0 * 80 / 101, 100.0 * 80 / 101, "false", 9 * 60 * 101);
    expect(
        promised(all.at("/promises/2")), 100.0 * 80 / 101, 100.0 * 94 / 101, "null", 9 * 60 * 101);
    expect(promised(all.at("/promises/4")), 99.7, 99.7, "true", 9 * 60 * 1000);
    assertThat(all.at("/promises/4/steps").findValuesAsText("objective"))
        .containsExactly("99.95", "99.9", "99.5", "99", "95");
    assertThat(all.at("/promises/4/steps").findValuesAsText("met"))
        .containsExactly("false", "false", "true", "true", "true");
    expect(promised(all.at("/promises/5")), 96, 96, "true", 9 * 60 * 100);
    // every fourth probe takes 4 s, and one in ten fails
    expect(promised(all.at("/promises/6")), 65, 65, "false", 9 * 60);
    assertThat(all.at("/promises/6/steps").findValuesAsText("met"))
        .containsExactly("false", "false", "false", "false", "true");
  }

  @Test
  void aChannelOfWhichNothingIsRememberedHasNoFigures() throws IOException {
    JsonNode quiet = new JsonMapper().readTree(run("-o", "json").out()).at("/promises/1");

    assertThat(quiet.path("channel").asText()).isEqualTo("quiet");
    assertThat(quiet.path("recorded").asDouble()).isZero();
    assertThat(promised(quiet).path("met").isNull()).isTrue();
    assertThat(promised(quiet).path("attainmentAtLeast").isNull()).isTrue();
  }

  @Test
  void peopleReadATableWithThePromiseMarkedAndWhatIsLeftOut() throws IOException {
    CommandRun run = run();

    assertThat(run.exit()).isEqualTo(Exit.FINE);
    assertThat(run.out())
        .contains("care  rtt/answer/exact  chat  (93 % of first answers come within 10s)\n")
        .contains("   WITHIN  OBJECTIVE")
        .containsPattern(
            "(?m)^> +10s +93% +9[23][.][0-9]{2}% +5[0-9],[0-9]{3} +9[0-9][.][0-9]{2}% +yes$")
        .containsPattern("(?m)^> +7s +90% +79[.][0-9]+% to 9[23][.][0-9]+% .* unclear$")
        .contains("7s lies between the times that are counted (5s and 10s)")
        .containsPattern("Of 7[3-7][.][0-9]{2}% of the last 12h something was recorded")
        .containsPattern("(?m)^5[0-9]{2} left without an answer and count as let down")
        .contains("Nothing was recorded of it in the last 12h.");
    assertThat(run.err())
        .contains(
            "promises.yaml:5: note: spec.channels.names: chat is not among these files and taken for a Channel with connectors")
        .contains("shop is not among these files and taken for a Website");
  }

  private CommandRun run(String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("promises.yaml"), FILE);
    var arguments =
        new ArrayList<>(
            List.of(
                "backtest",
                file.toString(),
                "--window",
                "12h",
                "--prometheus",
                Objects.requireNonNull(recorded).address() + "/"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static void expect(JsonNode step, double least, double most, String met, double events) {
    assertThat(step.path("attainmentAtLeast").asDouble()).isEqualTo(least, within(0.3));
    assertThat(step.path("attainmentAtMost").asDouble()).isEqualTo(most, within(0.3));
    assertThat(step.path("met").asText()).isEqualTo(met);
    assertThat(step.path("events").asDouble()).isEqualTo(events, within(events * 0.03));
  }

  private static JsonNode promised(JsonNode promise) {
    return StreamSupport.stream(promise.path("steps").spliterator(), false)
        .filter(it -> it.path("promised").asBoolean())
        .findFirst()
        .orElseThrow();
  }

  private static String past(long now) {
    var text = new StringBuilder();
    for (var counter : PER_MINUTE.entrySet()) {
      for (int minute = 0; minute <= MINUTES; minute++) {
        if (minute < GAP_BEGINS || minute >= GAP_ENDS) {
          line(text, counter.getKey(), counter.getValue() * minute, second(now, minute));
        }
      }
    }
    for (int minute = 0; minute <= MINUTES; minute++) {
      if (minute < GAP_BEGINS || minute >= GAP_ENDS) {
        boolean slow = minute % 4 == 0;
        boolean failed = minute % 10 == 3;
        line(text, "probe_duration_seconds{" + SHOP + "}", slow ? 4 : 0.5, second(now, minute));
        line(text, "probe_success{" + SHOP + "}", failed ? 0 : 1, second(now, minute));
      }
    }
    return text.append("# EOF\n").toString();
  }

  private static long second(long now, int minute) {
    return now - 60L * (MINUTES - minute);
  }

  private static void line(StringBuilder to, String series, double value, long second) {
    to.append(series).append(' ').append(value).append(' ').append(second).append('\n');
  }
}
