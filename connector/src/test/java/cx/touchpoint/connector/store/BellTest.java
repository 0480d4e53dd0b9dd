package cx.touchpoint.connector.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas of different versions ring for each other while one follows the other. */
class BellTest {

  @ParameterizedTest
  @EnumSource(Bell.class)
  void whatIsRungIsHeard(Bell bell) {
    assertThat(Bell.of(bell.word())).isEqualTo(bell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/something a later version says"})
  void whoDoesNotKnowTheWordLooksForAnswers(String word) {
    assertThat(Bell.of(word)).isEqualTo(Bell.ANSWERS);
  }

  @ParameterizedTest
  @EnumSource(Bell.class)
  void aWordCannotBeTakenForTheConversation(Bell bell) {
    assertThat(bell.word()).doesNotContain(" ");
  }
}
