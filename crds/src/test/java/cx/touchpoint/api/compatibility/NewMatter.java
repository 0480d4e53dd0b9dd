package cx.touchpoint.api.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Rules that speak only of what came with them: fields and enum values that no released object has.
 * Every released object keeps them. Recognised by a few plain forms; any other rule is a break.
 */
final class NewMatter {

  /** Nothing is asked of objects whose enum field has a released value. */
  private static final Pattern UNLESS_VALUE =
      Pattern.compile("self[.](\\w+) != '(\\w+)' [|][|] .*");

  /** A released object either has such a value, or has had to have the field. */
  private static final Pattern VALUE_OR_FIELD =
      Pattern.compile("self[.](\\w+) == '(\\w+)' [|][|] has\\(self[.](\\w+)\\)");

  /** Nothing is asked of objects without a field. */
  private static final Pattern UNLESS_FIELD =
      Pattern.compile("!has\\(self[.](\\w+)\\) [|][|] .*|.* [|][|] !has\\(self[.](\\w+)\\)");

  /** Nothing is asked of objects without a field of a field; each on the way is looked for. */
  private static final Pattern UNLESS_INNER_FIELD =
      Pattern.compile("(!has\\(self([.]\\w+)+\\) [|][|] )+.*");

  private static final Pattern GUARD = Pattern.compile("\\G!has\\(self((?:[.]\\w+)+)\\) [|][|] ");

  private NewMatter() {}

  /** Whether every object that the released schema takes keeps this rule. */
  static boolean isAllThatConcerns(String rule, JsonNode released) {
    Matcher unlessValue = UNLESS_VALUE.matcher(rule);
    if (unlessValue.matches()) {
      return isNew(unlessValue.group(1), unlessValue.group(2), released);
    }
    Matcher valueOrField = VALUE_OR_FIELD.matcher(rule);
    if (valueOrField.matches()) {
      return isNew(valueOrField.group(1), valueOrField.group(2), released)
          && contains(released.path("required"), valueOrField.group(3));
    }
    Matcher unlessField = UNLESS_FIELD.matcher(rule);
    if (unlessField.matches()) {
      String field = unlessField.group(1) == null ? unlessField.group(2) : unlessField.group(1);
      if (!released.path("properties").has(field)) {
        return true;
      }
    }
    return UNLESS_INNER_FIELD.matcher(rule).matches()
        && GUARD
            .matcher(rule)
            .results()
            .map(guard -> guard.group(1).substring(1).replace(".", "/properties/"))
            .anyMatch(path -> released.at("/properties/" + path).isMissingNode());
  }

  private static boolean isNew(String field, String value, JsonNode released) {
    JsonNode values = released.path("properties").path(field).path("enum");
    return values.isArray() && !contains(values, value);
  }

  private static boolean contains(JsonNode values, String wanted) {
    return StreamSupport.stream(values.spliterator(), false)
        .anyMatch(it -> it.asText().equals(wanted));
  }
}
