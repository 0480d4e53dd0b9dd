package cx.touchpoint.connector.conversation;

import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Brings names of customers into the one form in which they are compared. */
public final class Proofs {

  /** Longest name, in characters. */
  public static final int LONGEST = 256;

  // One @, something on either side, a dot in the domain: what else is right only its mailbox
  // knows.
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s.]+");

  // E.164.
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final Pattern BETWEEN_DIGITS = Pattern.compile("[ ().\\-/]");

  private Proofs() {}

  /** What is proved by a name as somebody wrote it; empty when it is no such name. */
  public static Optional<Proof> of(IdentityKey key, String written) {
    String text = written.strip();
    if (text.isEmpty()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    return normal(key, text).map(value -> new Proof(key, value));
  }

  private static Optional<String> normal(IdentityKey key, String text) {
    return switch (key) {
      case AccountId -> Optional.of(text);
      case Email ->
          Optional.of(text.toLowerCase(Locale.ROOT)).filter(it -> EMAIL.matcher(it).matches());
      case Phone ->
          Optional.of(BETWEEN_DIGITS.matcher(text).replaceAll(""))
              .filter(it -> PHONE.matcher(it).matches());
    };
  }

  /** How a name of this kind is to be written. */
  public static String form(IdentityKey key) {
    return switch (key) {
      case AccountId -> "a string of 1 to %d characters".formatted(LONGEST);
      case Email -> "an address like jane@example.com";
      case Phone -> "a number in international form like +49301234567 (E.164)";
    };
  }
}
