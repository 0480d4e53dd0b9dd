package cx.touchpoint.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.validation.Finding;
import cx.touchpoint.operator.validation.Source;
import cx.touchpoint.operator.validation.Validator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Offline, the same objects are taken and refused as by a real API server, in the same words. */
final class OfflineApiTest {

  private static final Validator VALIDATOR = new Validator("default");

  static Stream<ApiCase> cases() {
    return ApiCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void offlineSaysWhatTheServerSays(ApiCase example) {
    List<String> refusals =
        VALIDATOR
            .validate(List.of(new Source(example.toString(), example.yaml())))
            .findings()
            .stream()
            .filter(finding -> finding.severity() == Finding.Severity.Error)
            .map(finding -> finding.field() + ": " + finding.message())
            // What we add to the server's words.
            .map(line -> line.replaceFirst(": unknown field: did you mean .*", ": unknown field"))
            .sorted()
            .toList();
    assertThat(refusals).isEqualTo(example.refusals());
  }
}
