package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code kubectl explain} would be silent about. */
final class Descriptions {

  /** Kubernetes' own types, described by Kubernetes. */
  private static final Set<String> OTHERS =
      Set.of(
          ".metadata",
          ".spec.connector.tolerations",
          ".spec.connector.affinity",
          ".spec.networkPolicy.ingressFrom",
          ".spec.networkPolicy.egressTo");

  private Descriptions() {}

  static List<String> missing(JsonNode schema) {
    var missing = new ArrayList<String>();
    collect("", schema, missing);
    return missing;
  }

  private static void collect(String path, JsonNode schema, List<String> missing) {
    if (OTHERS.contains(path)) {
      return;
    }
    for (var property : schema.path("properties").properties()) {
      String at = path + "." + property.getKey();
      if (!OTHERS.contains(at) && !property.getValue().has("description")) {
        missing.add(at);
      }
      collect(at, property.getValue(), missing);
    }
    if (schema.has("items")) {
      collect(path, schema.get("items"), missing);
    }
  }
}
