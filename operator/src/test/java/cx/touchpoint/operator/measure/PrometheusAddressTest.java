package cx.touchpoint.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrometheusAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://prometheus:9090, http://prometheus:9090/api/v1/query",
    "http://prometheus:9090/, http://prometheus:9090/api/v1/query",
    "HTTPS://metrics.example.com/prometheus//, HTTPS://metrics.example.com/prometheus/api/v1/query",
    "'http://[::1]:9090', 'http://[::1]:9090/api/v1/query'",
  })
  void whatStandsBeforeTheApiIsEnough(String text, String api) {
    assertThat(PrometheusAddress.of(text).api("query")).hasToString(api);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "prometheus:9090",
        "prometheus",
        "ftp://prometheus",
        "http://",
        "http:///path",
        "http://a b",
        "http://prometheus:9090/?a=b",
        "http://prometheus:9090/#x",
        "http://prometheus:9090/api/v1/query",
        "file:///etc/passwd"
      })
  void whatIsNoAddressIsRefusedWithWhatToWrite(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusAddress.of(text))
        .withMessageStartingWith("'" + text + "' ")
        .withMessageContaining("Write http(s)://host[:port][/path]");
  }

  @Test
  void aPasswordIsRefusedAndNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrometheusAddress.of("http://me:secret@prometheus:9090"))
        .withMessageNotContaining("secret");
  }

  @Test
  void theSameWithAndWithoutSlashIsTheSame() {
    assertThat(PrometheusAddress.of("http://a/b/"))
        .isEqualTo(PrometheusAddress.of("http://a/b"))
        .hasSameHashCodeAs(PrometheusAddress.of("http://a/b"));
  }
}
