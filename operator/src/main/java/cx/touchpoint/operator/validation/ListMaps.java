package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Lists whose items are told apart by a key: no two may have the same one. */
final class ListMaps {

  private ListMaps() {}

  static List<Refusal> refusals(JsonNode structural, JsonNode object) {
    var refusals = new ArrayList<Refusal>();
    collect(structural, "", object, refusals);
    return refusals;
  }

  private static void collect(
      JsonNode schema, String path, JsonNode value, List<Refusal> refusals) {
    if (value.isArray()) {
      if (schema.path("x-kubernetes-list-type").asText().equals("map")) {
        duplicates(schema.path("x-kubernetes-list-map-keys"), path, value, refusals);
      }
      for (int i = 0; i < value.size(); i++) {
        collect(schema.path("items"), Paths.item(path, i), value.get(i), refusals);
      }
    } else {
      schema
          .path("properties")
          .properties()
          .forEach(
              it ->
                  collect(
                      it.getValue(),
                      Paths.field(path, it.getKey()),
                      value.path(it.getKey()),
                      refusals));
    }
  }

  private static void duplicates(
      JsonNode keys, String path, JsonNode list, List<Refusal> refusals) {
    var seen = new HashSet<JsonNode>();
    for (int i = 0; i < list.size(); i++) {
      ObjectNode key = JsonNodeFactory.instance.objectNode();
      for (JsonNode name : keys) {
        key.set(name.asText(), list.get(i).path(name.asText()).deepCopy());
      }
      if (!seen.add(key)) {
        refusals.add(Refusal.plain(Paths.item(path, i), "Duplicate value: " + key));
      }
    }
  }
}
