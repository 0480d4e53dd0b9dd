package cx.touchpoint.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.v1alpha1.Promised;
import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.operator.measure.Figures.Data;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandingTest {

  private static final int ROUNDS = 2_000;
  private static final String FAST = "TouchpointBudgetBurnFast";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // broken, budget, data, alert; state, attainment, what is left
        "0.5, -9, Down, TouchpointBudgetBurnFast, Down, 50.00%, -900.00%",
        "-, -, Down, -, Down, -, -",
        "0.02, -0.0001, Traffic, TouchpointBudgetBurnFast, Exhausted, 98.00%, -0.01%",
        "0.02, -0.5, MetricMissing, -, Exhausted, 98.00%, -50.00%",
        "0.01, 0, Traffic, -, Met, 99.00%, 0.00%",
        "0.01, -1e-13, Traffic, -, Met, 99.00%, 0.00%",
        "0.001, 0.9, Traffic, TouchpointBudgetBurnFast, Burning, 99.90%, 90.00%",
        "0.001, 0.9, Idle, TouchpointBudgetBurnSlow, Burning, 99.90%, 90.00%",
        "-, -, -, TouchpointBudgetBurnSlow, Burning, -, -",
        "0.001, 0.9, Traffic, TouchpointSourceDown, Met, 99.90%, 90.00%",
        "0.001, 0.9, MetricMissing, TouchpointMetricMissing, NotMeasured, 99.90%, 90.00%",
        "0.001, 0.9, Idle, -, Met, 99.90%, 90.00%",
        "0.001, 0.9, -, -, Met, 99.90%, 90.00%",
        "0, 1, Traffic, -, Met, 100.00%, 100.00%",
        "-, 1, Idle, -, Idle, -, 100.00%",
        "-, -, Idle, -, Idle, -, -",
        "-, 1, -, -, Idle, -, 100.00%",
        "-, 1, Traffic, -, Unknown, -, 100.00%",
        "-, -, Traffic, -, Unknown, -, -",
        "0.001, -, Traffic, -, Unknown, 99.90%, -",
        "0.001, -, Idle, -, Unknown, 99.90%, -",
        "-, -, -, -, Unknown, -, -",
      })
  void aChannelStandsAsItsFiguresSay(
      @Nullable Double broken,
      @Nullable Double budget,
      @Nullable Data data,
      @Nullable String alert,
      State state,
      @Nullable String attainment,
      @Nullable String left) {
    var figures = new Figures(broken, budget, data, alert == null ? Set.of() : Set.of(alert));

    assertThat(Standing.ofEach("t", "99%", List.of("chat"), Map.of("chat", figures)))
        .isEqualTo(
            new Promised(
                "t",
                state,
                "99%",
                attainment,
                left,
                List.of(new Promised.Standing("chat", state, attainment, left))));
    assertThat(Standing.together("t", "99%", Map.of(Standings.TOGETHER, figures)))
        .isEqualTo(new Promised("t", state, "99%", attainment, left, List.of()));
  }

  @Test
  void theWorstComesFirstAndGivesTheFiguresOfAll() {
    var said =
        Map.of(
            "met", kept(0.01, 0.5),
            "better", kept(0.001, 0.9),
            "burning", new Figures(0.005, 0.7, Data.Traffic, Set.of(FAST)),
            "foreign", kept(1, -99));

    Promised promised =
        Standing.ofEach("t", "98%", List.of("better", "new", "met", "burning"), said);

    assertThat(promised.worst())
        .extracting(Promised.Standing::channel)
        .containsExactly("burning", "new", "met", "better");
    assertThat(promised.state()).isEqualTo(State.Burning);
    assertThat(promised.attainment()).isEqualTo("99.00%");
    assertThat(promised.budgetRemaining()).isEqualTo("50.00%");
  }

  @Test
  void nobodyWhoPromisesStandsNowhere() {
    assertThat(Standing.ofEach("t", "99%", List.of(), Map.of("chat", kept(0, 1))))
        .isEqualTo(new Promised("t", null, "99%", null, null, List.of()));
    assertThat(Standing.worst(List.of())).isEmpty();
  }

  @Test
  void noMoreThanTenChannelsAreNamedAndTheOrderOfWhatIsGivenDoesNotMatter() {
    var random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      var channels =
          new ArrayList<>(
              IntStream.range(0, 1 + random.nextInt(30)).mapToObj(i -> "c" + i).toList());
      var said = new HashMap<String, Figures>();
      channels.forEach(it -> said.put(it, any(random)));
      Promised promised = Standing.ofEach("t", "99%", channels, said);
      Collections.shuffle(channels, random);

      assertThat(Standing.ofEach("t", "99%", channels, said)).isEqualTo(promised);
      assertThat(promised.worst()).hasSize(Math.min(10, channels.size()));
      assertThat(promised.worst())
          .isSortedAccordingTo((a, b) -> a.state().compareTo(b.state()))
          .first()
          .extracting(Promised.Standing::state)
          .isEqualTo(promised.state());
    }
  }

  @Test
  void thePromiseThatStandsWorstIsThatOfTheWorstStateAndThenOfTheLeastBudget() {
    var met = new Promised("met", State.Met, "99%", "99.50%", "50.00%", List.of());
    var worse = new Promised("worse", State.Exhausted, "99%", "98.00%", "-100.00%", List.of());
    var worst = new Promised("worst", State.Exhausted, "99%", "89.00%", "-1000.00%", List.of());
    var nobody = new Promised("nobody", null, "99%", null, null, List.of());

    assertThat(Standing.worst(List.of(nobody, met, worse, worst))).contains(worst);
    assertThat(Standing.worst(List.of(nobody, met))).contains(met);
  }

  private static Figures kept(double broken, double budget) {
    return new Figures(broken, budget, Data.Traffic, Set.of());
  }

  private static Figures any(Random random) {
    return new Figures(
        random.nextBoolean() ? random.nextDouble() : null,
        random.nextBoolean() ? 1 - 3 * random.nextDouble() : null,
        random.nextBoolean() ? Data.values()[random.nextInt(4)] : null,
        random.nextInt(4) == 0 ? Set.of(FAST) : Set.of());
  }
}
