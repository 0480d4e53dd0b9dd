package cx.touchpoint.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The largest object a definition allows: every field set, every list and map full, every text as
 * long as its form lets it be.
 */
final class Largest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** 32 terms of 32 expressions of 32 values would be larger than any API server takes. */
  private static final int MOST_OF_OTHERS = 3;

  private static final String LABEL = "a".repeat(63);
  private static final String HOST = String.join(".", LABEL, LABEL, LABEL, "a".repeat(59), "b");

  private final Set<String> without;
  private final Map<String, String> texts;

  private Largest(Set<String> without, Map<String, String> texts) {
    this.without = without;
    this.texts = texts;
  }

  /**
   * Fills a schema.
   *
   * @param without paths to leave out, because they exclude others
   * @param texts values at paths, where only one of several will do
   */
  static JsonNode of(JsonNode schema, Set<String> without, Map<String, String> texts) {
    return new Largest(without, texts).fill("", schema, 0);
  }

  private JsonNode fill(String path, JsonNode schema, int index) {
    return switch (schema.path("type").asText()) {
      case "object" -> schema.has("properties") ? object(path, schema) : map(path, schema);
      case "array" -> list(path, schema);
      case "integer" -> JSON.numberNode(schema.path("maximum").asInt(100));
      case "string" -> JSON.textNode(text(path, schema, index));
      default -> JSON.textNode("1");
    };
  }

  private JsonNode object(String path, JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            it -> {
              String at = path + "." + it.getKey();
              if (!without.contains(at)) {
                object.set(it.getKey(), fill(at, it.getValue(), 0));
              }
            });
    return object;
  }

  private JsonNode map(String path, JsonNode schema) {
    ObjectNode map = JSON.objectNode();
    for (int i = 0; i < most(path, schema, "maxProperties"); i++) {
      map.set(
          path.equals(".alerting.labels") ? numbered(LABEL, i) : key(i),
          fill(path + "{}", schema.get("additionalProperties"), i));
    }
    return map;
  }

  private JsonNode list(String path, JsonNode schema) {
    ArrayNode list = JSON.arrayNode();
    for (int i = 0; i < most(path, schema, "maxItems"); i++) {
      JsonNode item = fill(path + "[]", schema.get("items"), i);
      if (item instanceof ObjectNode named && path.matches(".*(env|imagePullSecrets|targets)")) {
        named.put("name", numbered(named.get("name").asText(), i));
      }
      list.add(item);
    }
    return list;
  }

  private static int most(String path, JsonNode schema, String bound) {
    int most = schema.get(bound).intValue();
    return path.matches(".*(affinity|Selector).*") ? Math.min(most, MOST_OF_OTHERS) : most;
  }

  private String text(String path, JsonNode schema, int index) {
    if (texts.containsKey(path)) {
      return texts.get(path);
    }
    if (schema.has("enum")) {
      // Of the ways to compare a label, the one that has values.
      return schema.get("enum").toString().contains("\"In\"")
          ? "In"
          : schema.get("enum").get(index % schema.get("enum").size()).asText();
    }
    int most = schema.path("maxLength").asInt();
    return switch (path.replaceAll(".*[.]", "")) {
      case "host" -> HOST;
      case "allowedOrigins[]" ->
          most == HOST.length()
              ? numbered(HOST, index)
              : "https://" + numbered(HOST, index) + ":65535";
      case "noProxy[]" -> numbered(HOST, index);
      case "names[]" -> numbered(LABEL, index);
      case "https" -> "http://" + HOST + ":65535";
      case "url", "publicUrl", "runbookUrl", "deskUrl" ->
          path.contains("prober") ? HOST + ":65535" : filled("https://" + HOST + "/", most);
      case "hostTemplate" -> filled("{channel}-{namespace}.", most);
      case "key" ->
          path.contains("ConfigMap") || path.contains("configMap") ? "a".repeat(most) : key(index);
      case "maxSize" -> "9999Ki";
      case "contentTypes[]" -> "application/pdf";
      case "timeout" -> "300000ms";
      case "resolveAfterIdle" -> "043200m";
      case "serviceTime" -> "299999ms";
      case "variation" -> "10.00";
      case "peakPerSecond" -> "999999.999";
      case "startupTime" -> "600000ms";
      case "within" -> "60000ms";
      case "objective" -> "99.9999%";
      case "abandonedAfter" -> "600000ms";
      case "rolling" -> "90d";
      // The longest there is; offline it is looked up.
      case "timeZone" -> "America/Argentina/ComodRivadavia";
      case "bad", "total" ->
          "{" + filled(path.substring(path.length() - 3) + "=\"", most - 3) + "\"}";
      case "scrapeInterval" -> "99999ms";
      case "trustedProxies[]" ->
          "%x:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128".formatted(0xf000 + index);
      case "cidr", "except[]" -> "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128";
      default -> "a".repeat(most);
    };
  }

  private static String filled(String beginning, int most) {
    return beginning + "a".repeat(most - beginning.length());
  }

  /** Another text of the same length and form. */
  private static String numbered(String text, int index) {
    return "" + (char) ('a' + index / 26) + (char) ('a' + index % 26) + text.substring(2);
  }

  private static String key(int index) {
    return HOST + "/" + numbered(LABEL, index);
  }
}
