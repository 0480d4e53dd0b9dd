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

  /** A rule with such a field path speaks of every item of that list. */
  private static final String EACH_ITEM = "[*]";

  private static final String QUANTITY =
      "^([0-9]+([.][0-9]*)?|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+)?$";

  private Refinement() {}

  static ObjectNode refine(ObjectNode definition, List<String> columns, String description) {
    // Helm would delete the definitions, and with them every Channel, together with the release.
    definition
        .withObject("/metadata")
        .putObject("annotations")
        .put("helm.sh/resource-policy", "keep");
    for (JsonNode version : definition.at("/spec/versions")) {
      orderColumns((ObjectNode) version, columns);
      var root = (ObjectNode) version.at("/schema/openAPIV3Schema");
      describeEnvelope(root, description);
      refineSchema(root);
      ((ObjectNode) version.get("schema")).set("openAPIV3Schema", Sorted.copy(root));
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

  private static void describeEnvelope(ObjectNode root, String description) {
    root.put("description", description);
    var properties = root.withObject("/properties");
    properties
        .putObject("apiVersion")
        .put("description", "The API group and version of this object.")
        .put("type", "string");
    properties
        .putObject("kind")
        .put("description", "The kind of this object.")
        .put("type", "string");
    properties
        .putObject("metadata")
        .put("type", "object")
        .putObject("properties")
        .putObject("name")
        .put("type", "string");
    JsonNode status = properties.path("status");
    if (status.path("properties").isMissingNode()) {
      properties.remove("status");
    } else {
      ((ObjectNode) status).put("description", "What was last observed.");
    }
  }

  private static void refineSchema(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      wholeNumber(schema, "minimum");
      wholeNumber(schema, "maximum");
      quantity(schema);
      refineRules(schema);
      for (var property : schema.path("properties").properties()) {
        Lists.refine(property.getKey(), property.getValue());
        OthersTypes.refine(property.getKey(), property.getValue());
      }
    }
    node.forEach(Refinement::refineSchema);
  }

  private static void wholeNumber(ObjectNode schema, String bound) {
    JsonNode value = schema.path(bound);
    if (value.isDouble() && value.doubleValue() == value.longValue()) {
      schema.put(bound, value.longValue());
    }
  }

  /** A pattern on a quantity is lost; without one any text passes and no pod ever starts. */
  private static void quantity(ObjectNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      schema.put("pattern", QUANTITY).put("minimum", 0);
      // Says nothing more, and makes the server report every wrong type twice.
      schema.remove("anyOf");
    }
  }

  /**
   * A rule on a record component comes twice, and server-side apply refuses such a definition. A
   * rule about items moves to them, so that its failure names the item.
   */
  private static void refineRules(ObjectNode schema) {
    if (!(schema.get("x-kubernetes-validations") instanceof ArrayNode rules)) {
      return;
    }
    var distinct = new LinkedHashSet<JsonNode>();
    rules.forEach(distinct::add);
    rules.removeAll();
    for (JsonNode rule : distinct) {
      String path = rule.path("fieldPath").asText();
      if (path.endsWith(EACH_ITEM)) {
        String list = path.substring(1, path.length() - EACH_ITEM.length());
        ((ObjectNode) rule).remove("fieldPath");
        schema
            .withObject("/properties/" + list + "/items")
            .withArray("x-kubernetes-validations")
            .add(rule);
      } else {
        rules.add(rule);
      }
    }
    if (rules.isEmpty()) {
      schema.remove("x-kubernetes-validations");
    }
  }
}
