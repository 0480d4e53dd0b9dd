package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Makes JSON of composed YAML, and remembers the line of every field. */
final class YamlTrees {

  private static final int DEEPEST = 128;
  private static final int MOST_VALUES = 500_000;

  private final String file;
  private int values;

  YamlTrees(String file) {
    this.file = file;
  }

  /** The objects in a document: itself, or the items of a Kubernetes List. */
  List<Document> documents(Node root) {
    Document document = document(root);
    if (!document.kind().equals("List") || !document.apiVersion().equals("v1")) {
      return List.of(document);
    }
    var items = new ArrayList<Document>();
    for (NodeTuple tuple : ((MappingNode) root).getValue()) {
      if (key(tuple).equals("items") && tuple.getValueNode() instanceof SequenceNode list) {
        list.getValue().forEach(item -> items.add(document(item)));
      }
    }
    return items;
  }

  private Document document(Node root) {
    var lines = new HashMap<String, Integer>();
    lines.put("", line(root));
    values = 0;
    return new Document(file, convert(root, "", 0, lines), Map.copyOf(lines));
  }

  private JsonNode convert(Node node, String path, int depth, Map<String, Integer> lines) {
    if (depth > DEEPEST) {
      throw new Unreadable(
          line(node), "has an alias that contains itself, or nests more than " + DEEPEST + " deep");
    }
    if (++values > MOST_VALUES) {
      throw new Unreadable(
          line(node),
          "has more than " + MOST_VALUES + " values with its aliases written out: use fewer");
    }
    return switch (node) {
      case MappingNode mapping -> object(mapping, path, depth, lines);
      case SequenceNode sequence -> array(sequence, path, depth, lines);
      case ScalarNode scalar -> Scalars.value(scalar);
      default -> throw new Unreadable(line(node), "is YAML of no known kind");
    };
  }

  private ObjectNode object(
      MappingNode mapping, String path, int depth, Map<String, Integer> lines) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = key(tuple);
      if (key.equals("<<")) {
        merge(convert(tuple.getValueNode(), path, depth + 1, lines), merged);
        continue;
      }
      String at = Paths.field(path, key);
      if (object.has(key)) {
        throw new Unreadable(
            line(tuple.getKeyNode()),
            at + " is given twice, first in line " + lines.get(at) + ": keep one of them");
      }
      lines.put(at, line(tuple.getKeyNode()));
      object.set(key, convert(tuple.getValueNode(), at, depth + 1, lines));
    }
    merged.properties().stream()
        .filter(property -> !object.has(property.getKey()))
        .forEach(property -> object.set(property.getKey(), property.getValue()));
    return object;
  }

  /** YAML 1.1's merge key, as kubectl reads it: what is written beside it wins. */
  private static void merge(JsonNode source, ObjectNode target) {
    if (source.isArray()) {
      source.forEach(each -> merge(each, target));
    } else {
      source.properties().stream()
          .filter(property -> !target.has(property.getKey()))
          .forEach(property -> target.set(property.getKey(), property.getValue()));
    }
  }

  private ArrayNode array(
      SequenceNode sequence, String path, int depth, Map<String, Integer> lines) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Node item : sequence.getValue()) {
      String at = Paths.item(path, array.size());
      lines.put(at, line(item));
      array.add(convert(item, at, depth + 1, lines));
    }
    return array;
  }

  private static String key(NodeTuple tuple) {
    if (tuple.getKeyNode() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new Unreadable(
        line(tuple.getKeyNode()),
        "has a list or mapping as a key: use plain text; a template must be rendered first");
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
