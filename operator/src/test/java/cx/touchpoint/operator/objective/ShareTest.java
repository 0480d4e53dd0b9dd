package cx.touchpoint.operator.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShareTest {

  @ParameterizedTest
  @CsvSource({
    "99.9%, 0.999, 0.001, 99.9 %",
    "99.990%, 0.9999, 0.0001, 99.99 %",
    "95%, 0.95, 0.05, 95 %",
    "50.5%, 0.505, 0.495, 50.5 %",
    "10%, 0.1, 0.9, 10 %",
    "99.9999%, 0.999999, 0.000001, 99.9999 %",
  })
  void whatPeopleWriteIsExact(String written, String value, String rest, String shown) {
    Share share = Share.parse(written);
    assertThat(Numbers.plain(share.value())).isEqualTo(value);
    assertThat(Numbers.plain(share.rest())).isEqualTo(rest);
    assertThat(share).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "100%", "100.1%", "-1%", "99.9", "", "%", "x%", "99,9%", "99.9%%"})
  void allOfThemAndNoneAndNoShareAreRefused(String written) {
    assertThatThrownBy(() -> Share.parse(written)).isInstanceOf(IllegalArgumentException.class);
  }
}
