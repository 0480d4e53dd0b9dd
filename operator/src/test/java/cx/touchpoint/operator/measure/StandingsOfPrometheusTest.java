package cx.touchpoint.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cx.touchpoint.operator.measure.Figures.Data;
import cx.touchpoint.operator.testing.RecordedPrometheus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The one question, put to a real Prometheus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StandingsOfPrometheusTest {

  private static final String PAST =
      """
      # TYPE touchpoint:slo_errors:ratio_period gauge
      touchpoint:slo_errors:ratio_period{namespace="care",slo="rtt/answer/fast",channel="chat"} 0.02 @NOW
      touchpoint:slo_errors:ratio_period{namespace="care",slo="slo/pooled"} 0.5 @NOW
      # TYPE touchpoint:slo:budget_remaining gauge
      touchpoint:slo:budget_remaining{namespace="care",slo="rtt/answer/fast",channel="chat"} 0.6 @NOW
      touchpoint:slo:budget_remaining{namespace="care",slo="rtt/answer/fast",channel="hook"} NaN @NOW
      touchpoint:slo:budget_remaining{namespace="care",slo="slo/pooled",owner="us"} -4 @NOW
      touchpoint:slo:budget_remaining{namespace="care"} 1 @NOW
      # TYPE touchpoint:slo:data_state gauge
      touchpoint:slo:data_state{namespace="care",slo="rtt/answer/fast",channel="chat"} 0 @NOW
      touchpoint:slo:data_state{namespace="care",slo="rtt/answer/fast",channel="hook"} 3 @NOW
      # TYPE touchpoint:slo_errors:ratio5m gauge
      touchpoint:slo_errors:ratio5m{namespace="care",slo="rtt/other/fast",channel="chat"} 0.02 @NOW
      # TYPE ALERTS gauge
      ALERTS{alertname="TouchpointBudgetBurnFast",alertstate="firing",severity="critical",namespace="care",slo="rtt/answer/fast",channel="chat"} 1 @NOW
      ALERTS{alertname="TouchpointBudgetBurnSlow",alertstate="pending",severity="warning",namespace="care",slo="rtt/answer/fast",channel="chat"} 1 @NOW
      ALERTS{alertname="HighLoad",alertstate="firing",namespace="care",slo="rtt/answer/fast",channel="chat"} 1 @NOW
      ALERTS{alertname="TouchpointCapacitySignalLost",alertstate="firing",severity="warning",namespace="care",channel="chat"} 1 @NOW
      ALERTS{alertname="TouchpointProviderLimited",alertstate="pending",severity="warning",namespace="care",channel="chat"} 1 @NOW
      ALERTS{alertname="TouchpointDownstreamSlow",alertstate="firing",severity="warning",namespace="other",channel="chat"} 1 @NOW
      # EOF
      """;

  private @Nullable RecordedPrometheus recorded;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    RecordedPrometheus.assumePrograms();
    recorded =
        RecordedPrometheus.of(PAST.replace("@NOW", Long.toString(Instant.now().getEpochSecond())));
  }

  @AfterAll
  void stop() throws IOException, InterruptedException {
    if (recorded != null) {
      recorded.close();
    }
  }

  @Test
  void oneQuestionTellsFiguresStatesAndFiringAlertsOfAllPromises() throws Exception {
    Standings standings = Standings.of(prometheus().now(Standings.EXPRESSION));

    var fast = PromiseId.ofTarget("care", "answer", "fast");
    var pooled = PromiseId.ofObjective("care", "pooled");
    assertThat(standings.promises()).containsExactlyInAnyOrder(fast, pooled);
    assertThat(standings.of(fast))
        .isEqualTo(
            Map.of(
                "chat",
                new Figures(0.02, 0.6, Data.Traffic, Set.of("TouchpointBudgetBurnFast")),
                "hook",
                new Figures(null, null, Data.Down, Set.of())));
    assertThat(standings.of(pooled))
        .isEqualTo(Map.of(Standings.TOGETHER, new Figures(0.5, -4.0, null, Set.of())));
    assertThat(standings.strains(new ChannelId("care", "chat")))
        .containsExactly(Strain.CapacitySignalLost);
    assertThat(standings.strains(new ChannelId("other", "chat")))
        .containsExactly(Strain.DownstreamSlow);
    assertThat(standings.strains(new ChannelId("care", "hook"))).isEmpty();
    assertThat(standings.warnings()).isEmpty();
  }

  @Test
  void aNonsensicalQuestionIsAnsweredWithPrometheusOwnWords() {
    assertThatThrownBy(() -> prometheus().now("rate("))
        .isInstanceOf(Unanswered.class)
        .hasMessageContaining(" refuses the question: ")
        .hasMessageContaining("parse error");
  }

  @Test
  void aRangeHasBothItsEnds() throws Exception {
    Instant to = Instant.now();
    Answer answer =
        prometheus().range("vector(1)", to.minusSeconds(600), to, Duration.ofMinutes(1));

    assertThat(answer.series().getFirst().samples()).hasSize(11);
  }

  private Prometheus prometheus() {
    return new HttpPrometheus(
        PrometheusAddress.of(Objects.requireNonNull(recorded).address()), Duration.ofSeconds(20));
  }
}
