package cx.touchpoint.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceTimeTest {

  private static final int ROUNDS = 10_000;

  @ParameterizedTest
  @CsvSource({
    // reckoned with another program's error function
    "4000, 1, 2000, 0.338604",
    "300, 1, 2000, 0.996480",
    "4000, 1, 15000, 0.977458",
    "40, 1, 250, 0.995570",
  })
  void theShareIsThatOfTheLognormalDistribution(
      long meanMillis, double variation, long withinMillis, double share) {
    assertThat(time(meanMillis, variation).shareWithin(Duration.ofMillis(withinMillis)))
        .isEqualTo(share, within(1e-6));
  }

  @Test
  void drawnTimesComeInTimeAsOftenAsReckoned() {
    var random = new Random(5);
    double mean = 4;
    double variation = 1.5;
    double sigma = Math.sqrt(Math.log(1 + variation * variation));
    int draws = 400_000;
    double sum = 0;
    double squares = 0;
    int inTime = 0;
    for (int draw = 0; draw < draws; draw++) {
      double seconds = Math.exp(Math.log(mean) - sigma * sigma / 2 + sigma * random.nextGaussian());
      sum += seconds;
      squares += seconds * seconds;
      inTime += seconds <= 3 ? 1 : 0;
    }
    assertThat(sum / draws).isEqualTo(mean, within(0.05));
    assertThat(Math.sqrt(squares / draws - mean * mean) / mean).isEqualTo(variation, within(0.1));
    assertThat(time(4000, variation).shareWithin(Duration.ofSeconds(3)))
        .isEqualTo((double) inTime / draws, within(0.003));
  }

  @Test
  void theShareGrowsWithTheTimeAndOnlyProportionsMatter() {
    var random = new Random(9);
    for (int round = 0; round < ROUNDS; round++) {
      long mean = 1 + random.nextInt(100_000);
      long shorter = 1 + random.nextInt(200_000);
      double variation = 5 * random.nextDouble();
      double share = time(mean, variation).shareWithin(Duration.ofMillis(shorter));

      assertThat(share).isBetween(0.0, 1.0);
      assertThat(
              time(mean, variation).shareWithin(Duration.ofMillis(shorter + random.nextInt(999))))
          .isGreaterThanOrEqualTo(share);
      assertThat(time(7 * mean, variation).shareWithin(Duration.ofMillis(7 * shorter)))
          .isEqualTo(share, within(1e-9));
    }
  }

  @Test
  void theMedianIsBelowTheMeanByTheSpread() {
    for (double variation : new double[] {0.1, 1, 3}) {
      long median = Math.round(1_000_000 / Math.sqrt(1 + variation * variation));
      assertThat(time(1_000_000, variation).shareWithin(Duration.ofMillis(median)))
          .isEqualTo(0.5, within(1e-4));
    }
  }

  @Test
  void theTimeOfAShareIsTheInverse() {
    var random = new Random(10);
    for (int round = 0; round < ROUNDS; round++) {
      ServiceTime time = time(1 + random.nextInt(100_000), 5 * random.nextDouble());
      double share = 0.001 + 0.998 * random.nextDouble();
      Duration within = Duration.ofNanos(Math.round(1e9 * time.within(share)));

      assertThat(time.shareWithin(within)).isEqualTo(share, within(1e-6));
    }
    assertThat(time(300, 0).within(0.99)).isEqualTo(0.3);
  }

  @Test
  void withoutSpreadAllComeInTimeOrNone() {
    assertThat(time(100, 0).shareWithin(Duration.ofMillis(100))).isEqualTo(1);
    assertThat(time(100, 0).shareWithin(Duration.ofMillis(99))).isZero();
    assertThat(time(100, 1e-9).shareWithin(Duration.ofMillis(101))).isEqualTo(1);
    assertThat(time(100, 1e-9).shareWithin(Duration.ofMillis(99))).isZero();
  }

  @Test
  void theExtremesAreNumbers() {
    assertThat(time(1, 1).shareWithin(Duration.ZERO)).isZero();
    assertThat(time(1, 1).shareWithin(Duration.ofMillis(-1))).isZero();
    assertThat(time(1, 1).shareWithin(Duration.ofDays(100_000))).isEqualTo(1);
    assertThat(time(8_640_000_000L, 1).shareWithin(Duration.ofNanos(1)))
        .isEqualTo(0, within(1e-30));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoSpreadIsRefused(double variation) {
    assertThatIllegalArgumentException().isThrownBy(() -> time(1, variation));
  }

  @Test
  void noTimeIsNoServiceTime() {
    assertThatIllegalArgumentException().isThrownBy(() -> time(0, 1));
  }

  private static ServiceTime time(long meanMillis, double variation) {
    return new ServiceTime(Duration.ofMillis(meanMillis), variation);
  }
}
