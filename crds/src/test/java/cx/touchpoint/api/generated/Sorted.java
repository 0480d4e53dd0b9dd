package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** Keys in alphabetical order, so that a changed field is a changed line and nothing else moves. */
final class Sorted {

  private Sorted() {}

  static JsonNode copy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var sorted = new TreeMap<String, JsonNode>();
      object.properties().forEach(p -> sorted.put(p.getKey(), copy(p.getValue())));
      var result = JsonNodeFactory.instance.objectNode();
      sorted.forEach(result::set);
      return result;
    }
    return node.deepCopy();
  }
}
