package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/** Makes of an object as written what an API server would store: defaults set, nulls dropped. */
final class Defaults {

  private Defaults() {}

  static JsonNode withoutNulls(JsonNode written) {
    JsonNode copy = written.deepCopy();
    dropNulls(copy);
    return copy;
  }

  static JsonNode applied(JsonNode structural, JsonNode written) {
    JsonNode copy = written.deepCopy();
    apply(structural, copy);
    return copy;
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var nulls = new ArrayList<String>();
      object.properties().stream()
          .filter(property -> property.getValue().isNull())
          .forEach(property -> nulls.add(property.getKey()));
      object.remove(nulls);
    }
    node.forEach(Defaults::dropNulls);
  }

  private static void apply(JsonNode schema, JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (var property : schema.path("properties").properties()) {
        JsonNode standard = property.getValue().get("default");
        if (standard != null && !object.has(property.getKey())) {
          object.set(property.getKey(), standard.deepCopy());
        }
        apply(property.getValue(), object.path(property.getKey()));
      }
      if (schema.path("additionalProperties").isObject()) {
        object.forEach(value -> apply(schema.get("additionalProperties"), value));
      }
    } else if (node.isArray()) {
      node.forEach(item -> apply(schema.path("items"), item));
    }
  }
}
