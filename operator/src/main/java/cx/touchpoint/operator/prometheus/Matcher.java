package cx.touchpoint.operator.prometheus;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * A condition on one label of a series.
 *
 * @param label its name
 * @param operator how the value is compared
 * @param value what it is compared with, as it is; it is escaped when it is written
 */
public record Matcher(String label, Operator operator, String value) {

  /** How PromQL compares a label's value; expressions are RE2 and anchored at both ends. */
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    NOT_MATCHES("!~");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    /** As PromQL writes it. */
    public String text() {
      return text;
    }
  }

  /** The label has this value. */
  public static Matcher equal(String label, String value) {
    return new Matcher(label, Operator.EQUAL, value);
  }

  /** The label has any value but this; a label that is not there has the empty one. */
  public static Matcher notEqual(String label, String value) {
    return new Matcher(label, Operator.NOT_EQUAL, value);
  }

  /** The label has one of these values, each taken as it is. */
  public static Matcher anyOf(String label, Collection<String> values) {
    return values.size() == 1
        ? equal(label, values.iterator().next())
        : new Matcher(
            label,
            Operator.MATCHES,
            values.stream().map(Matcher::literally).collect(Collectors.joining("|")));
  }

  /** As PromQL writes it. */
  @Override
  public String toString() {
    return label + operator.text() + quoted(value);
  }

  /** A string of PromQL, which escapes as Go does. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            it -> {
              switch (it) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.appendCodePoint(it);
              }
            });
    return quoted.append('"').toString();
  }

  /** What RE2 matches by itself only. */
  private static String literally(String text) {
    return text.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
  }
}
