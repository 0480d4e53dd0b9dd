package cx.touchpoint.connector.store;

import java.util.Arrays;

/** Why replicas ring for each other. */
public enum Bell {
  /** Something was said. */
  ANSWERS(""),
  /** People have read something. */
  READ("/read"),
  /** A person types; it is kept nowhere, so the word itself is all there is. */
  TYPING("/typing"),
  /** And does so no more. */
  NOT_TYPING("/still");

  private final String word;

  Bell(String word) {
    this.word = word;
  }

  /**
   * Behind the name of who rings. A replica of a version that does not know it takes the whole for
   * a name, and hears that something was said.
   */
  String word() {
    return word;
  }

  static Bell of(String word) {
    return Arrays.stream(values())
        .filter(bell -> bell.word.equals(word))
        .findFirst()
        .orElse(ANSWERS);
  }
}
