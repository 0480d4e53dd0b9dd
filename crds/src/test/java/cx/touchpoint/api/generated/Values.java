package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** What a field may hold, in a few words. */
final class Values {

  private Values() {}

  static String of(JsonNode schema) {
    var words = new StringJoiner(", ");
    words.add(type(schema));
    bounds(schema, "minimum", "maximum", "", words);
    bounds(schema, "minItems", "maxItems", " items", words);
    bounds(schema, "minProperties", "maxProperties", " entries", words);
    if (schema.has("default")) {
      words.add("default `" + schema.get("default").asText() + "`");
    }
    return words.toString();
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      var values = new StringJoiner(", ");
      schema.get("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      return values.toString();
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return "quantity";
    }
    if (schema.has("items")) {
      return "list of " + type(schema.get("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      return "map to " + type(schema.get("additionalProperties"));
    }
    return schema.path("type").asText();
  }

  private static void bounds(
      JsonNode schema, String least, String most, String unit, StringJoiner words) {
    if (schema.has(least) && schema.has(most)) {
      words.add(schema.get(least).asText() + " to " + schema.get(most).asText() + unit);
    } else if (schema.has(least)) {
      words.add("at least " + schema.get(least).asText() + unit);
    } else if (schema.has(most)) {
      words.add("at most " + schema.get(most).asText() + unit);
    }
  }
}
