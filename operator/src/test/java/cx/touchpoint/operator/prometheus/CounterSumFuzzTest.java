package cx.touchpoint.operator.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cx.touchpoint.operator.prometheus.CounterSum.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Whatever a user writes as counters is read, or refused at a place that is in it. */
@Tag("fuzz")
final class CounterSumFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void countersAreReadOrRefused(byte[] written) {
    String text = new String(written, StandardCharsets.UTF_8);
    switch (CounterSum.read(text)) {
      case Reading.Read read -> assertThat(read.selectors()).isNotEmpty();
      case Reading.Refused refused -> {
        assertThat(refused.fault().column()).isBetween(1, text.length() + 1);
        assertThat(refused.fault().message()).isNotBlank();
      }
    }
  }
}
