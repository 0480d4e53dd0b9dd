package cx.touchpoint.operator.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cx.touchpoint.operator.prometheus.CounterSum.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors and spans as PromQL writes them. */
final class SelectorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "a\"b",
        "a\\b",
        "a\nb\rc\td",
        "it's `so`",
        "{}=~,+",
        "ü😀",
        "\\\"",
        "\\n"
      })
  void whatIsWrittenIsReadAsTheSame(String value) {
    var selector =
        Selector.of("a", Matcher.equal("b", value), Matcher.notEqual("c", value + value));

    assertThat(CounterSum.read(selector.toString())).isEqualTo(new Reading.Read(List.of(selector)));
  }

  @Test
  void eachOfManyNamesStandsForItselfOnly() {
    var many = Matcher.anyOf("channel", List.of("a.b", "c|d", "e*", "(f)", "g\\h", "[i]", "j^$k"));

    assertThat(many.value()).isEqualTo("a\\.b|c\\|d|e\\*|\\(f\\)|g\\\\h|\\[i\\]|j\\^\\$k");
    assertThat(many.toString())
        .startsWith("channel=~\"a\\\\.b|c\\\\|d|")
        .as("as PromQL, which escapes once more");
    assertThat(List.of("a.b", "c|d", "e*", "(f)", "g\\h", "[i]", "j^$k"))
        .allMatch(it -> com.google.re2j.Pattern.matches(many.value(), it));
    assertThat(List.of("axb", "c", "d", "e", "ee", "f", "i", "jk"))
        .noneMatch(it -> com.google.re2j.Pattern.matches(many.value(), it));
  }

  @Test
  void oneNameNeedsNoExpression() {
    assertThat(Matcher.anyOf("channel", List.of("a.b"))).hasToString("channel=\"a.b\"");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.5S, 500ms, 0.5",
    "PT1S, 1s, 1",
    "PT90S, 90s, 90",
    "PT2M, 2m, 120",
    "PT1H, 1h, 3600",
    "PT36H, 36h, 129600",
    "P7D, 7d, 604800",
    "P90D, 90d, 7776000",
    "PT4.285714S, 4285ms, 4.285"
  })
  void aSpanIsWrittenInTheLargestWholeUnit(Duration duration, String written, String seconds) {
    assertThat(new Span(duration)).hasToString(written);
    assertThat(new Span(duration).inSeconds()).isEqualTo(seconds);
  }

  @Test
  void nothingIsNoSpan() {
    assertThatThrownBy(() -> new Span(Duration.ofNanos(999_999)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
