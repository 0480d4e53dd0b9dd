package cx.touchpoint.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErlangTest {

  private static final int ROUNDS = 2_000;

  @ParameterizedTest
  @CsvSource({
    // Ten erlangs of calls of three minutes, answered within 20 s; in percent and seconds.
    "13, 180, 20, 79.56, 17.1",
    "14, 180, 20, 88.84, 7.8",
    "15, 0.2, 0.1, 99.16, 0.0041",
  })
  void soManyWaitNoLonger(int slots, double service, double within, double percent, double mean) {
    var time = new ServiceTime(Duration.ofMillis(Math.round(1000 * service)), 1);
    Wait wait = Wait.of(slots, 10, time);

    assertThat(100 * (1 - wait.longerThan(within))).isEqualTo(percent, within(0.005));
    assertThat(wait.meanSeconds()).isEqualTo(mean, within(mean / 100));
  }

  @Test
  void theRecursionGivesWhatTheSumOfItsDefinitionGives() {
    for (int slots : new int[] {0, 1, 2, 10, 50, 200}) {
      for (String load : new String[] {"0.01", "0.5", "10", "49.9", "180"}) {
        assertThat(Erlang.blocking(slots, Double.parseDouble(load)))
            .as("%d slots, %s erlangs", slots, load)
            .isEqualTo(bySum(slots, new BigDecimal(load)), within(1e-13));
      }
    }
  }

  /** {@code (a^n / n!) / sum over k of a^k / k!}, with fifty digits. */
  private static double bySum(int slots, BigDecimal load) {
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = term;
    for (int k = 1; k <= slots; k++) {
      term = term.multiply(load).divide(BigDecimal.valueOf(k), new MathContext(50));
      sum = sum.add(term);
    }
    return term.divide(sum, new MathContext(20)).doubleValue();
  }

  @Test
  void aHundredThousandSlotsAreReckonedAsPreciselyAsTen() {
    int many = 100_000;
    // D. L. Jagerman, Some Properties of the Erlang Loss Function, Bell System Technical Journal
    // 53 (1974): 1 / B(n, n) = sqrt(pi n / 2) + 2/3 + ...
    assertThat(1 / Erlang.blocking(many, many))
        .isEqualTo(Math.sqrt(Math.PI * many / 2) + 2.0 / 3, within(1e-3));
    assertThat(Erlang.waiting(many, many)).isEqualTo(1);
    assertThat(Erlang.waiting(many, many - 1.0)).isBetween(0.99, 1.0);
    assertThat(Erlang.waiting(many, many - 316.0)).isBetween(0.2, 0.25); // Halfin-Whitt, beta 1
    assertThat(Erlang.waiting(many, many / 2.0)).isEqualTo(0, within(1e-300));
    assertThat(Erlang.blocking(many, 0)).isZero();
  }

  @Test
  void moreSlotsOrLessLoadNeverMakeMoreWait() {
    var random = new Random(3);
    for (int round = 0; round < ROUNDS; round++) {
      int slots = 1 + random.nextInt(300);
      double load = 300 * random.nextDouble();
      double waiting = Erlang.waiting(slots, load);

      assertThat(waiting).isBetween(0.0, 1.0);
      assertThat(Erlang.blocking(slots, load)).isBetween(0.0, waiting);
      assertThat(Erlang.waiting(slots + 1, load)).isLessThanOrEqualTo(waiting);
      assertThat(Erlang.waiting(slots, load + random.nextDouble()))
          .isGreaterThanOrEqualTo(waiting - 1e-12);
    }
  }

  @Test
  void simulatedCustomersWaitAsOftenAndAsLongAsReckoned() {
    var random = new Random(11);
    int slots = 6;
    double load = 4.5;
    int customers = 400_000;
    var free = new PriorityQueue<Double>();
    for (int slot = 0; slot < slots; slot++) {
      free.add(0.0);
    }
    double now = 0;
    int waited = 0;
    int long_ = 0;
    for (int customer = 0; customer < customers; customer++) {
      now += exponential(random) / load;
      double begin = Math.max(now, free.remove());
      waited += begin > now ? 1 : 0;
      long_ += begin > now + 0.5 ? 1 : 0;
      free.add(begin + exponential(random));
    }
    Wait wait = Wait.of(slots, load, new ServiceTime(Duration.ofSeconds(1), 1));
    assertThat(wait.probability()).isEqualTo((double) waited / customers, within(0.01));
    assertThat(wait.longerThan(0.5)).isEqualTo((double) long_ / customers, within(0.01));
  }

  private static double exponential(Random random) {
    return -Math.log(1 - random.nextDouble());
  }

  @Test
  void ofImpatientCustomersSomeLeaveAndTheOthersWaitLess() {
    Impatience three = impatience(13, 10, 120);

    assertThat(100 * three.abandoning()).isEqualTo(3.84, within(0.005));
    assertThat(three.meanWait().toMillis() / 1000.0).isEqualTo(4.6, within(0.05));
  }

  @Test
  void endlessPatienceIsErlangCAndNoneIsErlangB() {
    Wait wait = Wait.of(13, 10, new ServiceTime(Duration.ofSeconds(180), 1));

    assertThat(impatience(13, 10, 100_000_000).meanWait().toMillis() / 1000.0)
        .isEqualTo(wait.meanSeconds(), within(0.01));
    assertThat(Impatience.of(13, 10, Duration.ofSeconds(180), Duration.ofNanos(1000)).abandoning())
        .isEqualTo(Erlang.blocking(13, 10), within(1e-4));
  }

  @Test
  void moreSlotsNeverMakeMoreCustomersLeave() {
    var random = new Random(4);
    for (int round = 0; round < ROUNDS; round++) {
      int slots = 1 + random.nextInt(100);
      double load = 200 * random.nextDouble();
      long patience = 1 + random.nextInt(1000);
      double abandoning = impatience(slots, load, patience).abandoning();

      assertThat(abandoning).isBetween(0.0, 1.0);
      assertThat(abandoning).isGreaterThanOrEqualTo(1 - slots / Math.max(load, 1e-9) - 1e-9);
      assertThat(impatience(slots + 1, load, patience).abandoning())
          .isLessThanOrEqualTo(abandoning + 1e-12);
    }
    assertThat(impatience(1, 0, 5)).isEqualTo(new Impatience(0, Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoLoadIsRefused(double load) {
    assertThatIllegalArgumentException().isThrownBy(() -> Erlang.blocking(1, load));
    assertThatIllegalArgumentException().isThrownBy(() -> Erlang.waiting(1, load));
    assertThatIllegalArgumentException().isThrownBy(() -> impatience(1, load, 1));
  }

  @Test
  void whatIsNoNumberOfSlotsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Erlang.waiting(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Erlang.waiting(Erlang.MOST_SLOTS + 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> impatience(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> impatience(1, 1, 0));
  }

  private static Impatience impatience(int slots, double load, long patienceSeconds) {
    return Impatience.of(slots, load, Duration.ofSeconds(180), Duration.ofSeconds(patienceSeconds));
  }
}
