package cx.touchpoint.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentTest {

  private static final int ROUNDS = 100_000;

  @ParameterizedTest
  @CsvSource({
    "0, 100.00%",
    "1, 0.00%",
    "0.0149, 98.51%",
    "0.01, 99.00%",
    "0.01490000000000001, 98.51%",
    "0.01491, 98.50%",
    "0.000001, 99.99%",
    "1e-300, 99.99%",
    "0.99999, 0.00%",
  })
  void whatWasKeptIsNeverShownBetterThanItWas(double broken, String kept) {
    assertThat(Percent.kept(broken)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100.00%",
    "0.999999, 99.99%",
    "0.99999999999999, 99.99%",
    "0.412, 41.20%",
    "0.41209, 41.20%",
    "0, 0.00%",
    "-0.0, 0.00%",
    "1e-12, 0.00%",
    "-1e-12, 0.00%",
    "-0.00001, -0.01%",
    "-0.12, -12.00%",
    "-10, -1000.00%",
    "-10.001, -1001%",
    "-999999, -99999900%",
    "-1e300, -99999900%",
  })
  void whatIsLeftIsNeverShownMoreThanItIs(double budget, String left) {
    assertThat(Percent.left(budget)).isEqualTo(left);
  }

  @Test
  void whateverIsShownFitsAStatusAndIsNotBetterThanTheTruth() {
    var random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      double broken = Math.pow(random.nextDouble(), 1 + random.nextInt(12));
      double budget = 1 - broken / Math.pow(10, -random.nextInt(7));
      String kept = Percent.kept(broken);
      String left = Percent.left(budget);

      assertThat(kept).hasSizeLessThanOrEqualTo(12);
      assertThat(left).hasSizeLessThanOrEqualTo(12);
      assertThat(figure(kept)).isLessThanOrEqualTo((1 - broken) * 100 + 1e-6).isLessThan(100);
      assertThat(figure(left)).isLessThanOrEqualTo(budget * 100 + 1e-6);
      assertThat(figure(kept)).isGreaterThanOrEqualTo((1 - broken) * 100 - 0.0101);
      assertThat(Percent.overdrawn(budget)).isEqualTo(left.startsWith("-"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "98.51", "1e3%", "NaN%", "--1%", "12345678901%", "98.51% "})
  void whatIsNoShareIsNotRead(String text) {
    assertThat(Percent.read(text)).isEmpty();
  }

  @Test
  void anObjectiveIsReadAsWritten() {
    assertThat(Percent.read("99.9999%")).contains(new BigDecimal("99.9999"));
  }

  private static double figure(String text) {
    return Percent.read(text).orElseThrow().doubleValue();
  }
}
