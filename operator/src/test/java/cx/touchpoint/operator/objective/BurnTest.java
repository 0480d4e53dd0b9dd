package cx.touchpoint.operator.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thresholds by objective and window; they are the factor times what may be bad, and capped. */
final class BurnTest {

  @ParameterizedTest
  @CsvSource({
    // 14.4, 6, 3, 1 times 0.1 %, as in The Site Reliability Workbook.
    "99.9%, 30, 0.0144 0.006 0.003 0.001",
    "99%, 30, 0.144 0.06 0.03 0.01",
    // 13.44, 5.6, 2.8 and 28/30 times.
    "99.9%, 28, 0.01344 0.0056 0.0028 0.0009333333333",
    // 3.36, 1.4, 0.7 and 7/30 times: over a week the slow ones are below what may be bad.
    "99.9%, 7, 0.00336 0.0014 0.0007 0.0002333333333",
    // No more than 20 % + 80 % x 0.75, 0.5, 0.4; plainly it were 288, 120, 60 and 20 %.
    "80%, 30, 0.8 0.6 0.52 0.2",
    "50%, 30, 0.875 0.75 0.7 0.5",
    "99.9999%, 30, 0.0000144 0.000006 0.000003 0.000001",
  })
  void thresholdsAreThoseOfTheDesign(String objective, int days, String thresholds) {
    assertThat(
            Arrays.stream(Burn.values())
                .map(it -> it.threshold(Share.parse(objective), Duration.ofDays(days)))
                .collect(Collectors.joining(" ")))
        .isEqualTo(thresholds);
  }
}
