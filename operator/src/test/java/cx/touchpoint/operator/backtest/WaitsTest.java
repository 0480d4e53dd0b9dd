package cx.touchpoint.operator.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.operator.backtest.Step.Met;
import cx.touchpoint.operator.backtest.Tried.Wait;
import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.Answer.Sample;
import cx.touchpoint.operator.measure.Answer.Series;
import cx.touchpoint.operator.objective.Indicator;
import cx.touchpoint.operator.objective.Objective;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaitsTest {

  private static final Slices DAY = Slices.of(Duration.ofDays(1), Instant.EPOCH);
  private static final Map<String, Double> USUAL =
      Map.of("1", 10.0, "5.0", 80.0, "10", 95.0, "30.0", 99.0, "60", 99.5, "+Inf", 100.0);

  @Test
  void aTimeThatIsCountedGivesItsShareAndThoseOfItsNeighbours() {
    Measure.Outcome outcome = outcome(Phase.NextResponse, 10, "95%", USUAL, 0);

    assertThat(outcome.steps())
        .extracting(it -> it.within().orElseThrow().toSeconds())
        .containsExactly(1L, 5L, 10L, 30L, 60L);
    assertThat(outcome.steps())
        .extracting(Step::promised)
        .containsExactly(false, false, true, false, false);
    assertThat(outcome.steps())
        .extracting(Step::met)
        .containsExactly(Met.no, Met.no, Met.yes, Met.yes, Met.yes);
    assertThat(outcome.steps().get(2).leastBroken())
        .isEqualTo(outcome.steps().get(2).mostBroken())
        .isEqualTo(0.05, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(outcome.notes()).singleElement().asString().startsWith("Who left before");
  }

  @Test
  void ofMattersThoseThatWereSettledAreKnown() {
    Measure.Outcome outcome = outcome(Phase.Resolution, 30, "95%", USUAL, 0);

    assertThat(outcome.steps()).filteredOn(Step::promised).hasSize(1);
    assertThat(outcome.notes()).singleElement().asString().startsWith("What was never settled");
  }

  @ParameterizedTest
  @CsvSource({
    // within, objective; least and most broken, met
    "7, 95%, 0.05, 0.2, unclear",
    "7, 96%, 0.05, 0.2, no",
    "7, 79%, 0.05, 0.2, yes",
    "90, 99%, 0, 0.005, yes",
    "90, 99.9%, 0, 0.005, unclear",
  })
  void aTimeBetweenTwoThatAreCountedGivesARangeAndNoGuess(
      long within, String objective, double least, double most, Met met) {
    Measure.Outcome outcome = outcome(Phase.Acknowledge, within, objective, USUAL, 0);
    Step step = outcome.steps().stream().filter(Step::promised).findFirst().orElseThrow();

    assertThat(step.leastBroken()).isEqualTo(least, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(step.mostBroken()).isEqualTo(most, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(step.met()).isEqualTo(met);
    assertThat(outcome.notes())
        .first()
        .asString()
        .contains("lies between the times that are counted");
  }

  @Test
  void whoLeftWithoutAFirstAnswerWasLetDownWhateverTheTime() {
    Measure.Outcome outcome = outcome(Phase.FirstResponse, 10, "95%", USUAL, 100);

    assertThat(outcome.steps()).extracting(Step::events).containsOnly(200.0);
    assertThat(outcome.steps().get(2).mostBroken()).isEqualTo(1 - 95.0 / 200);
    assertThat(outcome.notes())
        .containsExactly("100 left without an answer and count as let down, whatever the time.");
  }

  @Test
  void nothingRecordedIsNothingPromisedAndNothingBroken() {
    Measure.Outcome outcome = outcome(Phase.FirstResponse, 10, "95%", Map.of(), 0);

    assertThat(outcome.steps()).singleElement().extracting(Step::met).isEqualTo(Met.nobody);
  }

  @Test
  void bucketsThatAreNoneAreLeftOut() {
    Measure.Outcome outcome =
        outcome(
            Phase.NextResponse,
            5,
            "95%",
            Map.of("x", 7.0, "", 7.0, "-1", 7.0, "5", 1.0, "+Inf", 2.0),
            0);

    assertThat(outcome.steps()).singleElement().extracting(Step::mostBroken).isEqualTo(0.5);
  }

  @Test
  void aStricterPromiseIsNeverKeptBetterThanALooserOne() {
    var random = new Random(21);
    for (int round = 0; round < 2_000; round++) {
      var buckets = new java.util.HashMap<String, Double>();
      double count = 0;
      for (int bound : new int[] {1, 2, 5, 10, 30, 60}) {
        count += random.nextInt(3) * random.nextDouble() * 100;
        // what an estimate by itself may be off
        buckets.put(Integer.toString(bound), count * (1 + random.nextDouble() / 100));
      }
      buckets.put("+Inf", count + random.nextInt(2) * 10);
      List<Step> steps =
          outcome(Phase.NextResponse, 1 + random.nextInt(70), "95%", buckets, 0).steps();

      for (int index = 1; index < steps.size(); index++) {
        assertThat(steps.get(index).within().orElseThrow())
            .isGreaterThan(steps.get(index - 1).within().orElseThrow());
        assertThat(steps.get(index).leastBroken())
            .isLessThanOrEqualTo(steps.get(index - 1).leastBroken());
        assertThat(steps.get(index).mostBroken())
            .isLessThanOrEqualTo(steps.get(index - 1).mostBroken());
      }
      assertThat(steps).filteredOn(Step::promised).hasSize(1);
    }
  }

  private static Measure.Outcome outcome(
      Phase phase, long within, String objective, Map<String, Double> buckets, double left) {
    Objective promise = Promises.of(new Indicator.Waits("a/b"), objective, Promises.each("chat"));
    var waits =
        new Waits(
            promise, new Wait(phase, Duration.ofSeconds(within)), new Expressions(promise, DAY));
    var answers = new ArrayList<Sums>();
    answers.add(sums("le", buckets));
    if (waits.questions().size() > 1) {
      answers.add(sums("", Map.of("", left)));
    }
    return waits.outcome(answers, "chat");
  }

  private static Sums sums(String label, Map<String, Double> values) {
    var sums = new Sums();
    values.forEach(
        (value, count) ->
            sums.add(
                new Answer(
                    List.of(
                        new Series(
                            Map.of("channel", "chat", label.isEmpty() ? "x" : label, value),
                            List.of(new Sample(0, count / 2), new Sample(60, count / 2)))),
                    List.of()),
                label));
    return sums;
  }
}
