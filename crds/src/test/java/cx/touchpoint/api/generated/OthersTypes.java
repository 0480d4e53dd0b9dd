package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.api.v1alpha1.Addresses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes' own types inside ours. Their Java classes know neither what is required nor any
 * bound; without those a slip in a class would be refused only when it becomes pods, and of every
 * Channel at once.
 */
final class OthersTypes {

  private static final List<String> FIELDS =
      List.of("affinity", "tolerations", "ingressFrom", "egressTo");

  /** A label's key: a DNS name of 253, a slash, a name of 63. */
  private static final int LONGEST_TEXT = 317;

  private static final int MOST_ITEMS = 32;

  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "weight", List.of("weight"),
          "preference", List.of("preference"),
          "podAffinityTerm", List.of("podAffinityTerm"),
          "nodeSelectorTerms", List.of("nodeSelectorTerms"),
          "topologyKey", List.of("topologyKey"),
          "cidr", List.of("cidr"),
          "values", List.of("key", "operator"));

  private OthersTypes() {}

  /** Refines such a field of ours, if it is one. */
  static void refine(String property, JsonNode schema) {
    if (FIELDS.contains(property)) {
      bound(property, schema);
    }
  }

  private static void bound(String inside, JsonNode node) {
    if (!(node instanceof ObjectNode schema)) {
      return;
    }
    switch (schema.path("type").asText()) {
      case "string" -> schema.put("maxLength", LONGEST_TEXT);
      case "array" -> {
        schema.put("maxItems", MOST_ITEMS);
        bound(inside, schema.get("items"));
      }
      case "object" -> object(inside, schema);
      default -> {}
    }
  }

  private static void object(String inside, ObjectNode schema) {
    if (schema.path("additionalProperties").isObject()) {
      schema.put("maxProperties", MOST_ITEMS);
      bound(inside, schema.get("additionalProperties"));
    }
    for (var property : schema.path("properties").properties()) {
      String name = property.getKey();
      bound(name.equals("nodeAffinity") ? name : inside, property.getValue());
      REQUIRED.getOrDefault(name, List.of()).forEach(it -> schema.withArray("required").add(it));
      values(inside, name, (ObjectNode) property.getValue());
    }
  }

  private static void values(String inside, String property, ObjectNode schema) {
    switch (property) {
      case "weight" -> schema.put("minimum", 1).put("maximum", 100);
      case "topologyKey" -> schema.put("minLength", 1);
      case "effect" -> oneOf(schema, "NoSchedule", "PreferNoSchedule", "NoExecute");
      case "operator" -> {
        switch (inside) {
          case "tolerations" -> oneOf(schema, "Exists", "Equal");
          case "nodeAffinity" -> oneOf(schema, "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");
          default -> oneOf(schema, "In", "NotIn", "Exists", "DoesNotExist");
        }
      }
      case "cidr" -> block(schema);
      case "except" -> block((ObjectNode) schema.get("items"));
      default -> {}
    }
  }

  private static void oneOf(ObjectNode schema, String... values) {
    schema.remove("maxLength");
    Arrays.stream(values).forEach(schema.withArray("enum")::add);
  }

  private static void block(ObjectNode schema) {
    schema.put("maxLength", 43);
    schema
        .withArray("x-kubernetes-validations")
        .addObject()
        .put("rule", "self.matches('" + Addresses.BLOCK + "')")
        .put("message", "must be a block of addresses, for example 10.0.0.0/8 or 2001:db8::/32");
  }
}
