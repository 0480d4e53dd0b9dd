package cx.touchpoint.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** What bounds cross, and what origins are, is told of Channels and their classes only. */
  private static final Set<InvalidInput> STRANGE_TO_PROMISES =
      EnumSet.of(InvalidInput.MIN_ABOVE_MAX, InvalidInput.BAD_ORIGIN);

  /** A history has no types, no bounds, and its host stands in a Secret. */
  private static final Set<InvalidInput> STRANGE_TO_HISTORIES =
      EnumSet.of(
          InvalidInput.TYPE_BLOCK_MISMATCH,
          InvalidInput.MIN_ABOVE_MAX,
          InvalidInput.BAD_HOST,
          InvalidInput.BAD_ORIGIN);

  @ParameterizedTest
  @ValueSource(strings = {"ResponseTimeTarget", "ServiceLevelObjective"})
  void everyKindOfPromiseHasTwoCasesOfAllThatCanBeWrongWithIt(String kind) {
    assertTwoCasesOfEach(kind, STRANGE_TO_PROMISES);
  }

  @Test
  void aHistoryHasTwoCasesOfAllThatCanBeWrongWithIt() {
    assertTwoCasesOfEach("ConversationHistory", STRANGE_TO_HISTORIES);
  }

  private static void assertTwoCasesOfEach(String kind, Set<InvalidInput> strange) {
    for (InvalidInput input : InvalidInput.values()) {
      if (input.told() == InvalidInput.Told.AT_ONCE && !strange.contains(input)) {
        assertThat(ApiCase.in(input.told().folder().resolve(input.folder())))
            .as(input.folder())
            .filteredOn(it -> it.yaml().contains("kind: " + kind + "\n"))
            .hasSizeGreaterThanOrEqualTo(2);
      }
    }
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
