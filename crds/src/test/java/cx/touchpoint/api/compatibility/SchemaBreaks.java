package cx.touchpoint.api.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares two structural schemas, node by node. */
final class SchemaBreaks {

  private static final List<String> LOWER_BOUNDS =
      List.of("minimum", "minLength", "minItems", "minProperties");
  private static final List<String> UPPER_BOUNDS =
      List.of("maximum", "maxLength", "maxItems", "maxProperties");

  private final List<String> found = new ArrayList<>();

  private SchemaBreaks() {}

  static List<String> between(String path, JsonNode released, JsonNode current) {
    var breaks = new SchemaBreaks();
    breaks.compare(path, released, current);
    return breaks.found;
  }

  private void compare(String path, JsonNode released, JsonNode current) {
    same(path, released, current, "type");
    same(path, released, current, "format");
    same(path, released, current, "pattern");
    same(path, released, current, "default");
    same(path, released, current, "nullable");
    same(path, released, current, "x-kubernetes-int-or-string");
    same(path, released, current, "x-kubernetes-preserve-unknown-fields");
    same(path, released, current, "x-kubernetes-list-type");
    same(path, released, current, "x-kubernetes-list-map-keys");
    LOWER_BOUNDS.forEach(bound -> bound(path, released, current, bound, 1));
    UPPER_BOUNDS.forEach(bound -> bound(path, released, current, bound, -1));
    enumeration(path, released, current);
    added(path, released, current, "required", "field is required now");
    added(path, released, current, "x-kubernetes-validations", "rule added");
    descend(path, released, current);
  }

  private void descend(String path, JsonNode released, JsonNode current) {
    for (var property : released.path("properties").properties()) {
      JsonNode now = current.path("properties").path(property.getKey());
      String at = path + "." + property.getKey();
      if (now.isMissingNode()) {
        found.add(at + ": field removed");
      } else {
        compare(at, property.getValue(), now);
      }
    }
    if (released.has("items")) {
      compare(path + "[*]", released.get("items"), current.path("items"));
    }
    if (released.path("additionalProperties").isObject()) {
      compare(
          path + ".*", released.get("additionalProperties"), current.path("additionalProperties"));
    }
  }

  /** What was said of a field stays; what was not said of it is not said now. */
  private void same(String path, JsonNode released, JsonNode current, String keyword) {
    JsonNode old = released.path(keyword);
    JsonNode now = current.path(keyword);
    boolean lifted = keyword.equals("pattern") && now.isMissingNode();
    if (!old.equals(now) && !lifted) {
      found.add(path + ": " + keyword + " changed from " + text(old) + " to " + text(now));
    }
  }

  private void bound(
      String path, JsonNode released, JsonNode current, String keyword, int tighter) {
    JsonNode old = released.path(keyword);
    JsonNode now = current.path(keyword);
    if (now.isMissingNode()) {
      return;
    }
    if (old.isMissingNode() || Double.compare(now.asDouble(), old.asDouble()) == tighter) {
      found.add(path + ": " + keyword + " narrowed from " + text(old) + " to " + text(now));
    }
  }

  private void enumeration(String path, JsonNode released, JsonNode current) {
    if (!current.has("enum")) {
      return;
    }
    if (!released.has("enum")) {
      found.add(path + ": enum added");
    }
    Set<JsonNode> now = elements(current.path("enum"));
    for (JsonNode value : released.path("enum")) {
      if (!now.contains(value)) {
        found.add(path + ": enum value " + value + " removed");
      }
    }
  }

  private void added(
      String path, JsonNode released, JsonNode current, String keyword, String what) {
    Set<JsonNode> old = elements(released.path(keyword), "rule");
    for (JsonNode element : elements(current.path(keyword), "rule")) {
      if (!old.contains(element) && !NewMatter.isAllThatConcerns(element.asText(), released)) {
        found.add(path + ": " + what + ": " + text(element));
      }
    }
  }

  /** Of a rule only the condition counts: its words may be bettered. */
  private static Set<JsonNode> elements(JsonNode array, String... essence) {
    var set = new HashSet<JsonNode>();
    for (JsonNode element : array) {
      set.add(element.isObject() && essence.length > 0 ? element.path(essence[0]) : element);
    }
    return set;
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.isTextual() ? node.asText() : node.toString();
  }
}
