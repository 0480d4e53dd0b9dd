package cx.touchpoint.bench.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules that one program made of the promise.
 *
 * @param rules in the order of the file
 */
record RuleSet(List<Entry> rules) {

  /** Of groups that name none, as the chart kube-prometheus-stack sets it. */
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);

  private static final Pattern PART = Pattern.compile("([0-9]+)([hms])");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** A rule, how often it is evaluated, and as it stands in the file. */
  record Entry(Duration interval, ObjectNode rule) {

    String expression() {
      return rule.path("expr").asText();
    }

    /** The series it records, empty for an alert. */
    String records() {
      return rule.path("record").asText();
    }

    private boolean reads(String series, String followedBy) {
      return !series.isEmpty()
          && Pattern.compile("(?<![\\w:])" + Pattern.quote(series) + followedBy)
              .matcher(expression())
              .find();
    }
  }

  /** Reads a rules file. */
  static RuleSet read(String text) {
    var rules = new ArrayList<Entry>();
    for (JsonNode group : YAML.unmarshal(text, JsonNode.class).path("groups")) {
      Duration interval =
          group.has("interval") ? duration(group.path("interval").asText()) : USUAL_INTERVAL;
      group.path("rules").forEach(it -> rules.add(new Entry(interval, (ObjectNode) it)));
    }
    return new RuleSet(List.copyOf(rules));
  }

  /**
   * Recording rules by what they need: those of the first layer read only what was scraped, those
   * of each further one what the layers before recorded.
   */
  List<List<Entry>> layers() {
    var depths = new LinkedHashMap<Entry, Integer>();
    rules.stream().filter(it -> !it.records().isEmpty()).forEach(it -> depth(it, depths));
    return List.copyOf(
        depths.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    java.util.TreeMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
            .values());
  }

  private int depth(Entry entry, Map<Entry, Integer> known) {
    Integer depth = known.get(entry);
    if (depth == null) {
      int deepest =
          rules.stream()
              .filter(it -> it != entry && entry.reads(it.records(), "(?![\\w:])"))
              .mapToInt(it -> depth(it, known) + 1)
              .max()
              .orElse(0);
      known.put(entry, deepest);
      return deepest;
    }
    return depth;
  }

  /** Whether some rule looks back over more than the latest sample of what this one records. */
  boolean isReadOverRange(Entry entry) {
    return rules.stream().anyMatch(it -> it.reads(entry.records(), "(\\{[^}]*\\})?\\["));
  }

  /** A rules file of some of them. */
  static String file(List<Entry> entries) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode groups = file.putArray("groups");
    entries.stream()
        .collect(Collectors.groupingBy(Entry::interval))
        .forEach(
            (interval, rules) -> {
              ObjectNode group = groups.addObject();
              group.put("name", "every-" + interval.toSeconds() + "s");
              group.put("interval", interval.toSeconds() + "s");
              ArrayNode list = group.putArray("rules");
              rules.forEach(it -> list.add(it.rule()));
            });
    return YAML.asYaml(file);
  }

  private static Duration duration(String text) {
    Duration duration = Duration.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      duration = duration.plus(Duration.parse("PT" + parts.group(1) + parts.group(2)));
    }
    if (duration.isZero()) {
      throw new IllegalArgumentException("'" + text + "' is no interval of a rule group");
    }
    return duration;
  }
}
