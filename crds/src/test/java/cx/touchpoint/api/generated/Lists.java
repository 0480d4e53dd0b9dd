package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** How lists merge, by the name of their property: several writers may each own some items. */
final class Lists {

  private static final Map<String, String> MAPS =
      Map.of(
          "conditions", "type",
          "endpoints", "name",
          "env", "name",
          "imagePullSecrets", "name",
          "promises", "name",
          "targets", "name",
          "worst", "channel");
  private static final List<String> SETS =
      List.of("allowedOrigins", "noProxy", "names", "severities", "trustedProxies");

  private Lists() {}

  static void refine(String property, JsonNode node) {
    if (!(node instanceof ObjectNode list) || !"array".equals(list.path("type").asText())) {
      return;
    }
    if (property.equals("conditions")) {
      Conditions.refine(list.withObject("/items"));
    }
    String key = MAPS.get(property);
    if (key != null) {
      list.put("x-kubernetes-list-type", "map");
      list.putArray("x-kubernetes-list-map-keys").add(key);
    } else {
      list.put("x-kubernetes-list-type", SETS.contains(property) ? "set" : "atomic");
    }
  }
}
