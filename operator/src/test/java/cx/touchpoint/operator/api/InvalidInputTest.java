package cx.touchpoint.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No class of invalid input goes without cases, and no case without a class. */
final class InvalidInputTest {

  @ParameterizedTest
  @EnumSource
  void everyClassOfInvalidInputHasTwoCasesWithFieldAndMessage(InvalidInput input) {
    assertThat(ApiCase.in(input.told().folder().resolve(input.folder())))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            it ->
                assertThat(it.refusals())
                    .isNotEmpty()
                    .allMatch(line -> line.matches("(.* )?(spec|metadata)\\b.+")));
  }

  @ParameterizedTest
  @EnumSource
  void everyCaseIsOfAClass(InvalidInput.Told told) {
    var folders = new TreeSet<>();
    ApiCase.in(told.folder())
        .filter(it -> !it.refusals().isEmpty())
        .forEach(it -> folders.add(it.kind()));

    assertThat(folders)
        .isEqualTo(
            Arrays.stream(InvalidInput.values())
                .filter(it -> it.told() == told)
                .map(InvalidInput::folder)
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
