package cx.touchpoint.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.measure.Answer.Sample;
import cx.touchpoint.operator.measure.Answer.Series;
import cx.touchpoint.operator.measure.Figures.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StandingsTest {

  private static final PromiseId FIRST_REPLY = new PromiseId("care", "rtt/answer/first-reply");
  private static final String ERRORS = "touchpoint:slo_errors:ratio_period";
  private static final String BUDGET = "touchpoint:slo:budget_remaining";
  private static final String STATE = "touchpoint:slo:data_state";

  @Test
  void allThatIsSaidOfOnePromiseStandsTogetherByChannel() {
    Standings standings =
        of(
            series(ERRORS, 0.02, "chat"),
            series(BUDGET, 0.6, "chat"),
            series(STATE, 0, "chat"),
            alert("TouchpointBudgetBurnFast", "chat"),
            series(STATE, 3, "hook"));

    assertThat(standings.promises()).containsExactly(FIRST_REPLY);
    assertThat(standings.of(FIRST_REPLY))
        .isEqualTo(
            Map.of(
                "chat",
                new Figures(0.02, 0.6, Data.Traffic, Set.of("TouchpointBudgetBurnFast")),
                "hook",
                new Figures(null, null, Data.Down, Set.of())));
    assertThat(standings.of(new PromiseId("other", FIRST_REPLY.slo()))).isEmpty();
  }

  @Test
  void aChannelTurnsWhenATargetStandsOtherwiseAndNotWhenItsFiguresMove() {
    Standings met = of(series(ERRORS, 0.02, "chat"), series(BUDGET, 0.6, "chat"));
    Standings moved = of(series(ERRORS, 0.03, "chat"), series(BUDGET, 0.4, "chat"));
    Standings exhausted = of(series(ERRORS, 0.06, "chat"), series(BUDGET, -0.2, "chat"));

    assertThat(met.turnedSince(Standings.NONE)).containsExactly(new ChannelId("care", "chat"));
    assertThat(moved.turnedSince(met)).isEmpty();
    assertThat(exhausted.turnedSince(moved)).containsExactly(new ChannelId("care", "chat"));
    assertThat(Standings.NONE.turnedSince(exhausted))
        .containsExactly(new ChannelId("care", "chat"));
    assertThat(of(series(BUDGET, -0.2, "")).turnedSince(Standings.NONE)).isEmpty();
  }

  @Test
  void whatIsReckonedTogetherHasNoChannel() {
    assertThat(of(series(BUDGET, 0.5, "")).of(FIRST_REPLY)).containsOnlyKeys(Standings.TOGETHER);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsNotBelieved(double value) {
    assertThat(
            of(
                    series(ERRORS, value, "chat"),
                    series(BUDGET, value, "chat"),
                    series(STATE, value, "a"))
                .promises())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 4, 0.5, 1e300})
  void aStateThatThereIsNotIsNotBelieved(double value) {
    assertThat(of(series(STATE, value, "chat")).of(FIRST_REPLY))
        .isEqualTo(Map.of("chat", Figures.NONE));
  }

  @Test
  void sharesThatCannotBeAreTakenForTheNearestThatCan() {
    assertThat(
            of(series(ERRORS, 1.02, "a"), series(ERRORS, -0.5, "b"), series(BUDGET, 7, "b"))
                .of(FIRST_REPLY))
        .isEqualTo(
            Map.of(
                "a",
                new Figures(1.0, null, null, Set.of()),
                "b",
                new Figures(0.0, 1.0, null, Set.of())));
  }

  @Test
  void ofTwoThatContradictTheWorseIsBelievedWhicheverComesFirst() {
    List<Series> said =
        List.of(
            series(ERRORS, 0.1, "chat", "replica", "a"),
            series(ERRORS, 0.2, "chat", "replica", "b"),
            series(BUDGET, 0.5, "chat", "replica", "a"),
            series(BUDGET, -0.5, "chat", "replica", "b"),
            series(STATE, 1, "chat", "replica", "a"),
            series(STATE, 2, "chat", "replica", "b"));
    var expected = Map.of("chat", new Figures(0.2, -0.5, Data.MetricMissing, Set.of()));

    assertThat(of(said).of(FIRST_REPLY)).isEqualTo(expected);
    assertThat(of(said.reversed()).of(FIRST_REPLY)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', rtt/a/b",
    "Care, rtt/a/b",
    "care/other, rtt/a/b",
    "care, ''",
    "care, a/b",
    "care, rtt/a",
    "care, rtt/a/b/c",
    "care, slo/",
    "care, slo/A",
    "care, 'slo/a\n'",
    "care, slo/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  })
  void labelsThatNoRuleOfOursHasAreLeftOut(String namespace, String slo) {
    assertThat(
            of(new Series(
                    Map.of("__name__", BUDGET, "namespace", namespace, "slo", slo),
                    List.of(new Sample(0, 1))))
                .promises())
        .isEmpty();
  }

  @Test
  void channelsThatCannotBeAreLeftOutAndForeignMetricsSayNothing() {
    assertThat(of(series(BUDGET, 1, "x".repeat(64))).promises()).isEmpty();
    assertThat(of(series("node_load1", 1, "chat"), alert("HighLoad", "chat")).of(FIRST_REPLY))
        .isEqualTo(Map.of("chat", Figures.NONE));
  }

  @Test
  void aHundredThousandSeriesAreTakenIn() {
    var many = new ArrayList<Series>();
    for (int index = 0; index < 100_000; index++) {
      many.add(
          new Series(
              Map.of(
                  "__name__", BUDGET, "namespace", "n" + index / 100, "slo", "slo/s" + index % 100),
              List.of(new Sample(0, 0.5))));
    }

    assertThat(of(many).promises()).hasSize(100_000);
  }

  @Test
  void warningsAreHandedOn() {
    assertThat(Standings.of(new Answer(List.of(), List.of("a store is away"))).warnings())
        .containsExactly("a store is away");
  }

  @Test
  void aPromiseKnowsItsObject() {
    assertThat(PromiseId.ofTarget("care", "answer", "first-reply")).isEqualTo(FIRST_REPLY);
    assertThat(FIRST_REPLY.object()).isEqualTo("answer");
    assertThat(FIRST_REPLY.isTarget()).isTrue();
    assertThat(PromiseId.ofObjective("care", "up").slo()).isEqualTo("slo/up");
    assertThat(PromiseId.ofObjective("care", "up").isTarget()).isFalse();
    assertThat(PromiseId.ofObjective("care", "up").object()).isEqualTo("up");
  }

  private static Standings of(Series... series) {
    return of(List.of(series));
  }

  private static Standings of(List<Series> series) {
    return Standings.of(new Answer(series, List.of()));
  }

  private static Series alert(String name, String channel) {
    return series("ALERTS", 1, channel, "alertname", name, "alertstate", "firing");
  }

  private static Series series(String name, double value, String channel, String... more) {
    var labels =
        new TreeMap<>(
            Map.of(
                "__name__", name, "namespace", FIRST_REPLY.namespace(), "slo", FIRST_REPLY.slo()));
    if (!channel.isEmpty()) {
      labels.put("channel", channel);
    }
    for (int index = 0; index < more.length; index += 2) {
      labels.put(more[index], more[index + 1]);
    }
    return new Series(labels, List.of(new Sample(0, value)));
  }
}
