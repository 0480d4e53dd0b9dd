package cx.touchpoint.operator.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.Answer.Sample;
import cx.touchpoint.operator.measure.Answer.Series;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SumsTest {

  @Test
  void piecesAreAddedUpByChannelAndLabelAndWhatIsNoCountIsLeftOut() {
    var sums = new Sums();
    sums.add(answer("chat", "good", 1, 2, Double.NaN), "outcome");
    sums.add(answer("chat", "bad", -5, Double.POSITIVE_INFINITY, 4), "outcome");
    sums.add(answer("hook", "good", 8), "outcome");

    assertThat(sums.of("chat")).isEqualTo(Map.of("good", 3.0, "bad", 4.0));
    assertThat(sums.total("chat")).isEqualTo(7);
    assertThat(sums.moments("chat")).containsExactlyInAnyOrder(0.0, 60.0, 120.0);
    assertThat(sums.of("other")).isEmpty();
    assertThat(sums.moments("other")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "28d, 224, 10800",
    "7d, 224, 2700",
    "1h, 12, 300",
    "366d, 224, 141171",
    "90d, 224, 34714",
  })
  void aPastIsCutIntoPiecesThatFillIt(String window, int count, long seconds) {
    Duration length = cx.touchpoint.api.v1alpha1.Durations.parse(window);
    Slices slices = Slices.of(length, Instant.EPOCH);

    assertThat(slices.count()).isEqualTo(count);
    assertThat(slices.length()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(slices.first()).isEqualTo(slices.begin().plus(slices.length()));
    assertThat(Duration.between(slices.begin(), slices.end()))
        .isLessThanOrEqualTo(length)
        .isGreaterThan(length.minusMinutes(4));
  }

  @Test
  void neighboursAreTwoOnEachSideAsFarAsThereAre() {
    assertThat(Neighbours.of(5, List.of(1, 2, 3, 8, 9, 10))).containsExactly(2, 3, 5, 8, 9);
    assertThat(Neighbours.of(3, List.of(1, 2, 3, 8))).containsExactly(1, 2, 3, 8);
    assertThat(Neighbours.of(3, List.of())).containsExactly(3);
    assertThat(Neighbours.nines(new BigDecimal("0.990")))
        .extracting(BigDecimal::toPlainString)
        .containsExactly("0.9", "0.95", "0.99", "0.995", "0.999");
    assertThat(Neighbours.nines(new BigDecimal("0.9999")))
        .extracting(BigDecimal::toPlainString)
        .containsExactly("0.999", "0.9995", "0.9999");
  }

  private static Answer answer(String channel, String outcome, double... values) {
    var samples = new java.util.ArrayList<Sample>();
    for (double value : values) {
      samples.add(new Sample(60.0 * samples.size(), value));
    }
    return new Answer(
        List.of(new Series(Map.of("channel", channel, "outcome", outcome), samples)), List.of());
  }
}
