package cx.touchpoint.operator.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.operator.backtest.Tried.Wait;
import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.Prometheus;
import cx.touchpoint.operator.objective.Indicator;
import cx.touchpoint.operator.objective.ObjectiveRules;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.Population;
import cx.touchpoint.operator.prometheus.CounterSum;
import cx.touchpoint.operator.prometheus.RuleFiles;
import cx.touchpoint.operator.prometheus.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BacktestTest {

  private static final Slices MONTH = Slices.of(Duration.ofDays(28), Instant.EPOCH);

  private final List<String> asked = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private final Backtest backtest =
      new Backtest(new Listening(), MONTH, (done, all) -> progress.add(done + "/" + all));

  @Test
  void whatTwoPromisesHaveInCommonIsAskedOnce() throws Exception {
    var availability = new Tried(of(new Indicator.Availability(), "99%"), Optional.empty());
    List<Score> scores = backtest.scores(List.of(availability, availability));

    assertThat(scores).extracting(Score::channel).containsExactly("chat", "hook", "chat", "hook");
    assertThat(asked)
        .containsExactly(
            "sum by (channel, outcome) (increase(touchpoint_requests_total{outcome=~\"accepted|failed|overloaded\",namespace=\"care\",channel=~\"chat|hook\"}[3h]))");
    assertThat(progress).containsExactly("1/1");
    assertThat(backtest.warnings()).containsExactly("a store is away");
  }

  @Test
  void responseTimesAreAskedByTheirHistogramsWithThoseWhoLeft() throws Exception {
    backtest.scores(
        List.of(
            new Tried(
                of(new Indicator.Waits("a/b"), "95%"),
                Optional.of(new Wait(Phase.FirstResponse, Duration.ofSeconds(10))))));

    assertThat(asked)
        .containsExactly(
            "sum by (channel, le) (increase(touchpoint_first_response_seconds_bucket{namespace=\"care\",channel=~\"chat|hook\"}[3h]))",
            "sum by (channel) (increase(touchpoint_abandoned_total{namespace=\"care\",channel=~\"chat|hook\"}[3h]))");
  }

  @Test
  void thousandsOfChannelsAreAskedOfInPartsAndEachHasItsScore() throws Exception {
    String[] channels = IntStream.range(0, 250).mapToObj(i -> "c" + i).toArray(String[]::new);
    List<Score> scores =
        backtest.scores(
            List.of(
                new Tried(
                    Promises.of(new Indicator.Delivery(), "99%", Promises.each(channels)),
                    Optional.empty())));

    assertThat(asked).hasSize(3);
    assertThat(scores).hasSize(250);
    assertThat(scores).extracting(Score::recorded).containsOnly(0.0);
  }

  @Test
  void severalChannelsAsOneAreOneScore() throws Exception {
    List<Score> scores =
        backtest.scores(
            List.of(
                new Tried(
                    Promises.of(
                        new Indicator.Abandonment(), "99%", Promises.together("chat", "hook")),
                    Optional.empty())));

    assertThat(scores).extracting(Score::channel).containsExactly("");
    assertThat(asked)
        .containsExactly(
            "sum (increase(touchpoint_conversations_started_total{namespace=\"care\",channel=~\"chat|hook\"}[3h]))",
            "sum (increase(touchpoint_abandoned_total{namespace=\"care\",channel=~\"chat|hook\"}[3h]))");
  }

  @Test
  void aProbeOnTheBorderOfTwoPiecesIsCountedInOneOnly() throws Exception {
    backtest.scores(List.of(new Tried(of(new Indicator.Reachable(), "99%"), Optional.empty())));

    assertThat(asked)
        .hasSize(2)
        .allMatch(it -> it.contains("[10799999ms]"))
        .noneMatch(it -> it.contains("[3h]"));
  }

  static Stream<Tried> countedByRules() {
    return Stream.of(
            new Indicator.Availability(),
            new Indicator.Delivery(),
            new Indicator.Abandonment(),
            new Indicator.Reachable(),
            new Indicator.Loads(Duration.ofSeconds(2)))
        .map(it -> new Tried(of(it, "99%"), Optional.empty()));
  }

  /** A score must not be of anything else than the rules that the same promise becomes. */
  @ParameterizedTest
  @MethodSource("countedByRules")
  void theSameSeriesAreReadAsByTheRulesOfThePromise(Tried tried) throws Exception {
    backtest.scores(List.of(tried));

    String rules = RuleFiles.of(ObjectiveRules.of(tried.objective(), Pace.NORMAL));
    assertThat(metrics(String.join("\n", asked))).isEqualTo(metrics(rules));
  }

  @Test
  void countersOfUsersAreAskedOneByOneSinceOneMayBeMissing() throws Exception {
    var ratio = new Indicator.Ratio(selectors("a{x=\"1\"} + b"), selectors("t"));
    List<Score> scores =
        backtest.scores(
            List.of(
                new Tried(Promises.of(ratio, "99%", new Population.Anything()), Optional.empty())));

    assertThat(asked)
        .containsExactly(
            "sum (increase(t[3h]))", "sum (increase(a{x=\"1\"}[3h]))", "sum (increase(b[3h]))");
    assertThat(scores).hasSize(1);
  }

  private static List<String> metrics(String expressions) {
    return Pattern.compile("(touchpoint|probe)_[a-z_]+")
        .matcher(expressions)
        .results()
        .map(MatchResult::group)
        .filter(it -> !it.equals("touchpoint_part"))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Selector> selectors(String text) {
    return CounterSum.read(text) instanceof CounterSum.Reading.Read(var selectors)
        ? selectors
        : List.of();
  }

  private static cx.touchpoint.operator.objective.Objective of(Indicator indicator, String share) {
    return Promises.of(indicator, share, Promises.each("chat", "hook"));
  }

  private final class Listening implements Prometheus {
    @Override
    public String address() {
      return "http://prometheus";
    }

    @Override
    public Answer now(String expression) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Answer at(String expression, Instant moment) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Answer range(String expression, Instant from, Instant to, Duration step) {
      assertThat(List.of(from, to)).containsExactly(MONTH.first(), MONTH.end());
      assertThat(step).isEqualTo(Duration.ofHours(3));
      asked.add(expression);
      return new Answer(List.of(), List.of("a store is away"));
    }
  }
}
