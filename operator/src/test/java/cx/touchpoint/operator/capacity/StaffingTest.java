package cx.touchpoint.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StaffingTest {

  private static final int ROUNDS = 300;

  @ParameterizedTest
  @CsvSource({
    "2000, 300, 1, '2, 3, 6, 11, 21, 51, 101', 0.71",
    "2000, 300, 3, '3, 4, 8, 13, 23, 53, 103', 1.41",
    // Two slots of one erlang give 95.089 %, by a million parts of the distribution.
    "15000, 4000, 1, '2, 4, 7, 12, 22, 52, 102', 1.41",
  })
  void slotsOfOneQueueAndTheirSafety(
      long within, long service, double variation, String slots, double safety) {
    double[] loads = {1, 2, 5, 10, 20, 50, 100};
    var attainment = new Attainment(time(service, variation), Duration.ofMillis(within));

    assertThat(Arrays.stream(loads).mapToObj(it -> attainment.slots(0.95, it)))
        .containsExactlyElementsOf(Arrays.stream(slots.split(", ")).map(Integer::valueOf).toList());
    assertThat(staffing(0.95, within, service, variation, 1, true).safety())
        .isEqualTo(safety, within(0.005));
  }

  @Test
  void replicasWithQueuesOfTheirOwn() {
    var attainment = new Attainment(time(40, 1), Duration.ofMillis(250));
    double most = attainment.load(0.99, 8);

    assertThat(new double[] {2, 5, 10, 20, 50})
        .satisfies(
            loads ->
                assertThat(Arrays.stream(loads).mapToObj(it -> (int) Math.ceil(it / most)))
                    .containsExactly(1, 1, 2, 3, 8));
  }

  @Test
  void theInverseIsTheInverse() {
    var random = new Random(6);
    for (int round = 0; round < ROUNDS; round++) {
      double share = 0.5 + 0.499 * random.nextDouble();
      Attainment attainment = any(random);
      if (attainment.best() <= share + 1e-4) {
        continue;
      }
      double load = 100 * random.nextDouble();
      int slots = attainment.slots(share, load);

      assertThat(attainment.of(slots, load)).isBetween(share, attainment.best());
      assertThat(attainment.of(slots - 1, load)).isLessThan(share);
      double most = attainment.load(share, slots);
      assertThat(most).isGreaterThanOrEqualTo(load - 2e-4 * slots).isLessThan(slots);
      assertThat(attainment.of(slots, most)).isGreaterThanOrEqualTo(share);
      assertThat(attainment.of(slots, most + 2e-4 * slots)).isLessThan(share);
    }
  }

  @Test
  void moreSlotsNeverAnswerFewerInTimeAndMoreLoadNeverMore() {
    var random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      Attainment attainment = any(random);
      int slots = 1 + random.nextInt(200);
      double load = 200 * random.nextDouble();
      double share = attainment.of(slots, load);

      assertThat(share).isBetween(0.0, attainment.best());
      assertThat(attainment.of(slots + 1, load)).isGreaterThanOrEqualTo(share - 1e-12);
      assertThat(attainment.of(slots, load + 1)).isLessThanOrEqualTo(share + 1e-12);
    }
  }

  @Test
  void theFormulaIsNeverLessThanOneQueueNeeds() {
    var random = new Random(8);
    for (int round = 0; round < ROUNDS; round++) {
      double share = 0.6 + 0.39 * random.nextDouble();
      ServiceTime time = time(1 + random.nextInt(5000), 3 * random.nextDouble());
      var level = new ServiceLevel(share, Duration.ofMillis(1 + random.nextInt(60_000)));
      var attainment = new Attainment(time, level.within());
      if (attainment.best() <= share + 1e-3) {
        continue;
      }
      Staffing staffing = Staffing.of(List.of(level), time, 1, true, 0);
      for (double load : new double[] {2, 5, 10, 20, 50, 100}) {
        assertThat(Math.ceil(staffing.slots(load) - 1e-9))
            .isGreaterThanOrEqualTo(attainment.slots(share, load));
      }
    }
  }

  @Test
  void queuesOfTheirOwnAreNeverFullerThanTheyMayBe() {
    for (int slots : new int[] {1, 4, 20}) {
      Staffing staffing = staffing(0.95, 10_000, 1000, 1, slots, false);
      var attainment = new Attainment(time(1000, 1), Duration.ofSeconds(10));
      for (double load = 0.5; load < 300; load *= 1.7) {
        double replicas = Math.ceil(staffing.slots(load) / slots);
        assertThat(attainment.of(slots, load / replicas)).isGreaterThanOrEqualTo(0.95);
      }
    }
  }

  @Test
  void ofSeveralPromisesTheOneThatNeedsMostCounts() {
    var strict = new ServiceLevel(0.99, Duration.ofSeconds(2));
    var patient = new ServiceLevel(0.8, Duration.ofSeconds(60));
    ServiceTime time = time(300, 1);
    Staffing both = Staffing.of(List.of(patient, strict), time, 4, false, 0);

    assertThat(both).isEqualTo(Staffing.of(List.of(strict), time, 4, false, 0));
    assertThat(both.slots(10))
        .isGreaterThan(Staffing.of(List.of(patient), time, 4, false, 0).slots(10));
  }

  @Test
  void whatNobodyCanKeepIsScaledWithoutHope() {
    // At most a third of such answers come within 2 s.
    Staffing staffing = staffing(0.95, 2000, 4000, 1, 8, false);

    assertThat(staffing).isEqualTo(new Staffing(1, 1, 8, 0));
    assertThat(new Attainment(time(4000, 1), Duration.ofSeconds(2)).best())
        .isEqualTo(0.34, within(0.005));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Attainment(time(4000, 1), Duration.ofSeconds(2)).slots(0.95, 1))
        .withMessageContaining("at best 0.33");
  }

  @Test
  void aTimeBelowEveryAnswerIsReachedByNobody() {
    var attainment = new Attainment(time(1000, 0), Duration.ofMillis(999));

    assertThat(attainment.best()).isZero();
    assertThat(attainment.of(50, 1)).isZero();
    assertThat(attainment.load(0.5, 10)).isZero();
  }

  @Test
  void nothingToDoNeedsNobodyButTheSpare() {
    assertThat(staffing(0.95, 2000, 300, 1, 20, false).replicas(0)).isZero();
    assertThat(new Staffing(1, 1, 20, 2).replicas(0)).isEqualTo(2);
    assertThat(new Staffing(1, 1, 20, 0).replicas(0.001)).isEqualTo(1);
    assertThat(new Staffing(0.71, 1, 20, 1).replicas(100)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoShareIsRefused(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServiceLevel(share, Duration.ofSeconds(1)));
  }

  @Test
  void whatMakesNoStaffingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ServiceLevel(0.9, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new Staffing(Double.NaN, 1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Staffing(-1, 1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Staffing(1, 0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Staffing(1, Double.NaN, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Staffing(1, 1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Staffing(1, 1, 1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Staffing.of(List.of(), time(1, 1), 1, false, 0));
    for (double load : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Staffing(1, 1, 1, 0).replicas(load));
    }
  }

  private static Attainment any(Random random) {
    return new Attainment(
        time(1 + random.nextInt(5000), 3 * random.nextDouble()),
        Duration.ofMillis(1 + random.nextInt(30_000)));
  }

  private static Staffing staffing(
      double share, long within, long service, double variation, int slots, boolean oneQueue) {
    return Staffing.of(
        List.of(new ServiceLevel(share, Duration.ofMillis(within))),
        time(service, variation),
        slots,
        oneQueue,
        0);
  }

  private static ServiceTime time(long meanMillis, double variation) {
    return new ServiceTime(Duration.ofMillis(meanMillis), variation);
  }
}
