package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The API as pages for people: every field, what it is for, what it may hold. */
final class Reference {

  private Reference() {}

  static String of(Collection<ObjectNode> definitions) {
    var page = new StringBuilder();
    page.append("# The API, field by field\n\n")
        .append("Generated from the types in crds/src/main/java; change those, then run\n")
        .append(
            "`mvn test -pl crds -Dgenerated.update`. `kubectl explain channels.touchpoint.cx.spec` says the same.\n");
    for (ObjectNode definition : definitions) {
      for (JsonNode version : definition.at("/spec/versions")) {
        kind(definition, version, page);
      }
    }
    return page.toString();
  }

  private static void kind(JsonNode definition, JsonNode version, StringBuilder page) {
    JsonNode names = definition.at("/spec/names");
    JsonNode schema = version.at("/schema/openAPIV3Schema");
    page.append("\n## ").append(names.path("kind").asText()).append("\n\n");
    page.append(schema.path("description").asText()).append("\n\n");
    page.append("`apiVersion: ")
        .append(definition.at("/spec/group").asText())
        .append('/')
        .append(version.path("name").asText())
        .append("`, ")
        .append(
            definition.at("/spec/scope").asText().equals("Cluster") ? "cluster-wide" : "namespaced")
        .append(", short name `")
        .append(names.at("/shortNames/0").asText())
        .append("`.\n");
    for (String part : List.of("spec", "status")) {
      if (schema.path("properties").has(part)) {
        page.append("\n| ")
            .append(part)
            .append(" field | type | what it is for |\n|---|---|---|\n");
        fields(part, schema.path("properties").path(part), page);
      }
    }
    var rules = new ArrayList<String>();
    rules("", schema, rules);
    if (!rules.isEmpty()) {
      page.append("\nBeyond that:\n\n");
      rules.forEach(rule -> page.append("- ").append(rule).append('\n'));
    }
  }

  private static void fields(String path, JsonNode schema, StringBuilder page) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var property : schema.path("properties").properties()) {
      String at = path + "." + property.getKey();
      JsonNode field = property.getValue();
      if (!field.has("description")) {
        continue; // A part of Kubernetes' own types, which Kubernetes describes.
      }
      page.append("| `")
          .append(at.substring(at.indexOf('.') + 1))
          .append(required.contains(property.getKey()) ? "` (required) | " : "` | ")
          .append(Values.of(field))
          .append(" | ")
          .append(field.path("description").asText().replace("|", "\\|").replace("<", "&lt;"))
          .append(" |\n");
      fields(at, field, page);
      if (field.has("items")) {
        fields(at + "[]", field.get("items"), page);
      }
    }
  }

  private static void rules(String path, JsonNode schema, List<String> rules) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      String at = path + rule.path("fieldPath").asText();
      rules.add("`" + at.substring(1) + "` " + rule.path("message").asText().replace("<", "&lt;"));
    }
    schema
        .path("properties")
        .properties()
        .forEach(property -> rules(path + "." + property.getKey(), property.getValue(), rules));
    if (schema.has("items")) {
      rules(path + "[]", schema.get("items"), rules);
    }
  }
}
