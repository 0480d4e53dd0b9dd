package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the generator gets wrong or cannot be told by annotations, put right in its result. */
final class Refinement {

  private Refinement() {}

  static ObjectNode refine(ObjectNode definition, List<String> columns) {
    // Helm would delete the definitions, and with them every Channel, together with the release.
    definition
        .withObject("/metadata")
        .putObject("annotations")
        .put("helm.sh/resource-policy", "keep");
    for (JsonNode version : definition.at("/spec/versions")) {
      orderColumns((ObjectNode) version, columns);
      var root = (ObjectNode) version.at("/schema/openAPIV3Schema");
      describeEnvelope(root);
      refineSchema(root);
    }
    return definition;
  }

  /** The generator sorts columns by path; people read them in the order they were declared. */
  private static void orderColumns(ObjectNode version, List<String> columns) {
    var sorted =
        StreamSupport.stream(version.withArray("/additionalPrinterColumns").spliterator(), false)
            .sorted(Comparator.comparing(column -> columns.indexOf(column.get("name").asText())))
            .toList();
    ArrayNode array = version.putArray("additionalPrinterColumns");
    for (JsonNode column : sorted) {
      if (column.path("priority").asInt() == 0) {
        ((ObjectNode) column).remove("priority");
      }
      array.add(column);
    }
  }

  private static void describeEnvelope(ObjectNode root) {
    var properties = root.withObject("/properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("type", "object");
    if (properties.path("status").path("properties").isMissingNode()) {
      properties.remove("status");
    }
  }

  private static void refineSchema(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      wholeNumber(schema, "minimum");
      wholeNumber(schema, "maximum");
      removeDuplicateRules(schema);
    }
    node.forEach(Refinement::refineSchema);
  }

  private static void wholeNumber(ObjectNode schema, String bound) {
    JsonNode value = schema.path(bound);
    if (value.isDouble() && value.doubleValue() == value.longValue()) {
      schema.put(bound, value.longValue());
    }
  }

  /** A rule on a record component comes twice, and server-side apply refuses such a definition. */
  private static void removeDuplicateRules(ObjectNode schema) {
    if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
      var distinct = new LinkedHashSet<JsonNode>();
      rules.forEach(distinct::add);
      rules.removeAll();
      rules.addAll(distinct);
    }
  }
}
