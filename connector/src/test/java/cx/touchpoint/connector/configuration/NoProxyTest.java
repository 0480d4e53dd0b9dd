package cx.touchpoint.connector.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {

  @ParameterizedTest
  @CsvSource({
    "example.com,     example.com,        true",
    "example.com,     a.b.EXAMPLE.com,    true",
    "example.com,     badexample.com,     false",
    ".example.com,    a.example.com,      true",
    ".example.com,    example.com,        false",
    ".svc,            assistant.care.svc, true",
    "localhost,       localhost,          true",
    "192.0.2.7,       192.0.2.7,          true",
    "192.0.2.7,       192.0.2.70,         false",
    "10.0.0.0/8,      10.9.8.7,           true",
    "10.0.0.0/8,      11.0.0.1,           false",
    "10.0.0.0/8,      ten.example.com,    false",
    "2001:db8::/32,   [2001:db8::1],      true",
    "2001:db8::/32,   [2001:db9::1],      false",
    "::1,             [::1],              true",
    "10.0.0.0/8,      [::1],              false",
  })
  void anEntryCoversWhatItSays(String entry, String host, boolean covered) {
    assertThat(NoProxy.of(List.of("other.test", entry)).covers(host)).isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({
    "*.example.com",
    "http://example.com",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.0/",
    "localhost/8",
    "example.com:443"
  })
  void whatIsNoHostIsRefusedWithWhatToWrite(String entry) {
    assertThatThrownBy(() -> NoProxy.of(List.of(entry)))
        .hasMessageContaining(entry + " is no host")
        .hasMessageContaining("a suffix (.example.com)");
  }

  @Test
  void withoutEntriesNothingIsCovered() {
    assertThat(NoProxy.of(List.of()).covers("example.com")).isFalse();
  }
}
