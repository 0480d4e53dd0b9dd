package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The definitions' schemas in the words of JSON Schema 2020-12, for editors and offline validation.
 * Fields that an API server would drop as unknown are refused.
 */
final class JsonSchemas {

  /** What JSON Schema and structural schemas say alike. */
  private static final List<String> SHARED =
      List.of(
          "type",
          "description",
          "default",
          "enum",
          "format",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "required");

  private JsonSchemas() {}

  /** By file name: the lower-case kind, an underscore, the version. */
  static Map<String, ObjectNode> of(ObjectNode definition) {
    var schemas = new TreeMap<String, ObjectNode>();
    String group = definition.at("/spec/group").asText();
    String kind = definition.at("/spec/names/kind").asText();
    for (JsonNode version : definition.at("/spec/versions")) {
      String name = version.path("name").asText();
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
      // RFC 4151: a name that nobody is tempted to fetch.
      schema.put("$id", "tag:" + group + ",2026:" + name + ":" + kind);
      schema.put("title", kind);
      schema.setAll(translate(version.at("/schema/openAPIV3Schema")));
      envelope(schema, group + "/" + name, kind);
      schemas.put(kind.toLowerCase(Locale.ROOT) + "_" + name + ".json", schema);
    }
    return schemas;
  }

  private static void envelope(ObjectNode schema, String apiVersion, String kind) {
    ObjectNode properties = schema.withObject("/properties");
    properties.withObject("/apiVersion").put("const", apiVersion);
    properties.withObject("/kind").put("const", kind);
    ObjectNode metadata = properties.withObject("/metadata");
    metadata.put("description", "The object's name, labels and annotations.");
    metadata.put("additionalProperties", true);
    var labels = metadata.withObject("/properties");
    for (String property : List.of("labels", "annotations")) {
      labels
          .putObject(property)
          .put("type", "object")
          .putObject("additionalProperties")
          .put("type", "string");
    }
    metadata.putArray("required").add("name");
    var required = schema.putArray("required").add("apiVersion").add("kind").add("metadata");
    required.add("spec");
  }

  private static ObjectNode translate(JsonNode structural) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    for (String keyword : SHARED) {
      if (structural.has(keyword)) {
        schema.set(keyword, structural.get(keyword).deepCopy());
      }
    }
    if (structural.path("x-kubernetes-int-or-string").asBoolean()) {
      ArrayNode types = schema.putArray("type");
      types.add("integer").add("string");
    }
    if (structural.path("x-kubernetes-list-type").asText().equals("set")) {
      schema.put("uniqueItems", true);
    }
    if (structural.has("items")) {
      schema.set("items", translate(structural.get("items")));
    }
    if (structural.path("additionalProperties").isObject()) {
      schema.set("additionalProperties", translate(structural.get("additionalProperties")));
    }
    if (structural.has("properties")) {
      ObjectNode properties = schema.putObject("properties");
      structural
          .get("properties")
          .properties()
          .forEach(p -> properties.set(p.getKey(), translate(p.getValue())));
      schema.put(
          "additionalProperties",
          structural.path("x-kubernetes-preserve-unknown-fields").asBoolean());
    }
    return schema;
  }
}
