package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One object as it stands in a file.
 *
 * @param file the name of its source
 * @param value what was read
 * @param lines the line of every field, by its path; the object itself by the empty path
 */
public record Document(String file, JsonNode value, Map<String, Integer> lines) {

  /** The line of a field, or of the nearest field around it when it is missing. */
  int line(String path) {
    String at = path;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return lines.getOrDefault(at, 1);
  }

  String apiVersion() {
    return value.path("apiVersion").asText();
  }

  String kind() {
    return value.path("kind").asText();
  }

  /** The object's name, empty when it has none. */
  public String name() {
    return value.at("/metadata/name").asText();
  }

  /** The object's namespace, empty when it names none. */
  public String namespace() {
    return value.at("/metadata/namespace").asText();
  }
}
