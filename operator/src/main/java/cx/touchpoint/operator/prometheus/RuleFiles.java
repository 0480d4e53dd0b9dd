package cx.touchpoint.operator.prometheus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rule groups in the form of Prometheus' own rules files. */
public final class RuleFiles {

  /** Objects are refused over 1 MiB; half of it leaves room for what others write beside. */
  public static final int LARGEST_BYTES = 512 * 1024;

  private RuleFiles() {}

  /** One file of these groups, as YAML. */
  public static String of(List<RuleGroup> groups) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ArrayNode list = file.putArray("groups");
    groups.forEach(it -> list.add(group(it)));
    return Serialization.asYaml(file);
  }

  /**
   * The groups in parts, each small enough for one object. A group stays whole, since its rules
   * need one another, unless it is too large by itself.
   */
  public static List<List<RuleGroup>> parts(List<RuleGroup> groups) {
    var parts = new ArrayList<List<RuleGroup>>();
    var part = new ArrayList<RuleGroup>();
    int size = 0;
    for (RuleGroup group : groups) {
      int more = of(List.of(group)).getBytes(StandardCharsets.UTF_8).length;
      if (!part.isEmpty() && size + more > LARGEST_BYTES) {
        parts.add(List.copyOf(part));
        part.clear();
        size = 0;
      }
      part.add(group);
      size += more;
    }
    if (!part.isEmpty()) {
      parts.add(List.copyOf(part));
    }
    return parts;
  }

  private static ObjectNode group(RuleGroup group) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", group.name()).put("interval", group.interval().toString());
    ArrayNode rules = node.putArray("rules");
    group.rules().forEach(it -> rules.add(rule(it)));
    return node;
  }

  private static ObjectNode rule(Rule rule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (rule) {
      case Rule.Recording it -> node.put("record", it.name());
      case Rule.Alerting it -> node.put("alert", it.name());
    }
    node.put("expr", rule.expression());
    if (rule instanceof Rule.Alerting alert) {
      alert.pending().ifPresent(it -> node.put("for", it.toString()));
    }
    ObjectNode labels = node.putObject("labels");
    rule.labels().forEach(labels::put);
    if (rule instanceof Rule.Alerting alert) {
      ObjectNode annotations = node.putObject("annotations");
      alert.annotations().forEach(annotations::put);
    }
    return node;
  }
}
