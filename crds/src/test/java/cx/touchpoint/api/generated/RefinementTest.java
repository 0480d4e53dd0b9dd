package cx.touchpoint.api.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the generator is known to get wrong, and what comes of it. */
final class RefinementTest {

  @Test
  void aRuleThatComesTwiceStaysOnce() {
    JsonNode spec =
        refinedSpec(
            """
            type: object
            x-kubernetes-validations:
            - {rule: has(self.a), message: give a}
            - {rule: has(self.b), message: give b}
            - {rule: has(self.a), message: give a}
            """);

    assertThat(spec.get("x-kubernetes-validations").findValuesAsText("message"))
        .containsExactly("give a", "give b");
  }

  @Test
  void aRuleAboutItemsMovesToThem() {
    JsonNode spec =
        refinedSpec(
            """
            type: object
            properties:
              hosts: {type: array, items: {type: string}}
            x-kubernetes-validations:
            - {rule: self != 'x', message: not x, fieldPath: ".hosts[*]"}
            """);

    assertThat(spec.has("x-kubernetes-validations")).isFalse();
    assertThat(spec.at("/properties/hosts/items/x-kubernetes-validations"))
        .hasToString("[{\"rule\":\"self != 'x'\",\"message\":\"not x\"}]");
  }

  @Test
  void boundsAreWholeNumbersAndQuantitiesHaveAForm() {
    JsonNode spec =
        refinedSpec(
            """
            type: object
            properties:
              replicas: {type: integer, minimum: 1.0, maximum: 10.0}
              memory:
                anyOf: [{type: integer}, {type: string}]
                x-kubernetes-int-or-string: true
            """);

    assertThat(spec.at("/properties/replicas"))
        .hasToString("{\"maximum\":10,\"minimum\":1,\"type\":\"integer\"}");
    assertThat("256Mi").matches(spec.at("/properties/memory/pattern").asText());
    assertThat("256MiB").doesNotMatch(spec.at("/properties/memory/pattern").asText());
    assertThat(spec.at("/properties/memory").has("anyOf")).isFalse();
  }

  @Test
  void listsOfNamedThingsMergeByName() {
    JsonNode spec =
        refinedSpec(
            """
            type: object
            properties:
              endpoints: {type: array, items: {type: object}}
              conditions: {type: array, items: {type: object}}
              allowedOrigins: {type: array, items: {type: string}}
              tolerations: {type: array, items: {type: object}}
            """);

    assertThat(spec.findValuesAsText("x-kubernetes-list-type"))
        .containsExactly("set", "map", "map", "atomic");
    assertThat(spec.at("/properties/endpoints/x-kubernetes-list-map-keys"))
        .hasToString("[\"name\"]");
    assertThat(spec.at("/properties/conditions/x-kubernetes-list-map-keys"))
        .hasToString("[\"type\"]");
  }

  private static JsonNode refinedSpec(String schema) {
    String definition =
        """
        metadata: {name: things.example.com}
        spec:
          versions:
          - name: v1
            additionalPrinterColumns: []
            schema: {openAPIV3Schema: {properties: {spec: {}}}}
        """;
    var tree = Serialization.unmarshal(definition, ObjectNode.class);
    ((ObjectNode) tree.at("/spec/versions/0/schema/openAPIV3Schema/properties"))
        .set("spec", Serialization.unmarshal(schema, ObjectNode.class));
    return Refinement.refine(tree, List.of(), "A thing.")
        .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
  }
}
