package cx.touchpoint.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScalarsTest {

  /** As {@code kubectl patch --local -o json} of Kubernetes 1.35 reads them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "y          | true",
        "yes        | true",
        "on         | true",
        "Off        | false",
        "True       | true",
        "~          | null",
        "0755       | 493",
        "0o17       | 15",
        "0x1F       | 31",
        "0b11       | 3",
        "08         | 8",
        "+5         | 5",
        "-5         | -5",
        "5.         | 5",
        "1.5        | 1.5",
        "1e3        | 1000",
        "1e9        | 1000000000",
        "1_000      | 1000",
        "2001-01-01 | \"2001-01-01\"",
        "12:30:45   | \"12:30:45\"",
        "'5'        | \"5\"",
        "\"yes\"    | \"yes\"",
        "!!str 5    | \"5\"",
      })
  void aValueIsWhatKubectlTakesItFor(String yaml, String json) {
    YamlFile file = YamlFile.read(new Source("a.yaml", "v: " + yaml + "\n"));

    assertThat(file.documents().getFirst().value().get("v").toString()).isEqualTo(json);
  }
}
