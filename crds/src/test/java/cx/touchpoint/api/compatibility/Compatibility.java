package cx.touchpoint.api.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what would break a user when one definition takes another's place: objects that were
 * accepted and now are not, fields and versions that are gone.
 */
final class Compatibility {

  private Compatibility() {}

  /** One line per break, {@code path: what changed}; empty when every old object still works. */
  static List<String> breaks(JsonNode released, JsonNode current) {
    var breaks = new ArrayList<String>();
    for (String fixed :
        List.of("/spec/group", "/spec/scope", "/spec/names/kind", "/spec/names/plural")) {
      if (!released.at(fixed).equals(current.at(fixed))) {
        breaks.add(fixed + ": changed from " + released.at(fixed) + " to " + current.at(fixed));
      }
    }
    Map<String, JsonNode> versions = byName(current);
    byName(released)
        .forEach(
            (name, old) -> {
              JsonNode now = versions.get(name);
              if (now == null || !now.path("served").asBoolean()) {
                breaks.add(name + ": version removed");
                return;
              }
              if (old.at("/subresources").has("status") && !now.at("/subresources").has("status")) {
                breaks.add(name + ": status subresource removed");
              }
              String schema = "/schema/openAPIV3Schema";
              breaks.addAll(SchemaBreaks.between(name, old.at(schema), now.at(schema)));
            });
    return breaks;
  }

  private static Map<String, JsonNode> byName(JsonNode definition) {
    var versions = new HashMap<String, JsonNode>();
    for (JsonNode version : definition.at("/spec/versions")) {
      if (version.path("served").asBoolean()) {
        versions.put(version.path("name").asText(), version);
      }
    }
    return versions;
  }
}
