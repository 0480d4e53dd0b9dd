package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The names of JSON's types, as an API server uses them. */
final class Types {

  private Types() {}

  static String mismatch(String path, JsonNode value, JsonNode wanted) {
    String actual = name(value);
    return "Invalid value: \""
        + actual
        + "\": "
        + path
        + " in body must be of type "
        + (wanted.isArray() ? "integer,string" : wanted.asText())
        + ": \""
        + actual
        + "\"";
  }

  private static String name(JsonNode value) {
    return value.isIntegralNumber()
        ? "integer"
        : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
