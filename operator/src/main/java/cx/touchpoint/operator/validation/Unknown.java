package cx.touchpoint.operator.validation;

import java.util.List;
import java.util.Locale;

/** Fields and names nobody knows, and what was probably meant. */
final class Unknown {

  private Unknown() {}

  static Refusal field(String path, String name, List<String> known) {
    return new Refusal(Paths.field(path, name), "unknown field", meant(name, known), false);
  }

  /** {@code did you mean x?}, or nothing when no name is near. */
  static String meant(String name, List<String> known) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= Math.max(1, name.length() / 4))
        .findFirst()
        .map(candidate -> "did you mean " + candidate + "?")
        .orElse("");
  }

  /** Edits that make one word the other, capitals aside (Levenshtein 1966). */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
