package cx.touchpoint.operator.validation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The objects of one YAML text. A text that breaks off in the middle keeps the objects before it.
 *
 * @param documents the objects, those of a Kubernetes List one by one
 * @param findings what could not be read
 */
record YamlFile(List<Document> documents, List<Finding> findings) {

  /** Far more than an object may have in a cluster, far less than hurts. */
  static final int LARGEST = 16 * 1024 * 1024;

  static YamlFile read(Source source) {
    var documents = new ArrayList<Document>();
    var findings = new ArrayList<Finding>();
    var trees = new YamlTrees(source.name());
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source.name())
            .setSchema(new CoreSchema())
            .setCodePointLimit(LARGEST)
            .build();
    try {
      Iterator<Node> nodes = new Compose(settings).composeAllFromString(source.text()).iterator();
      while (nodes.hasNext()) {
        documents.addAll(trees.documents(nodes.next()));
      }
    } catch (Unreadable e) {
      findings.add(Finding.unreadable(source.name(), e.line(), e.problem()));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      findings.add(Finding.unreadable(source.name(), line, problem(e)));
    } catch (YamlEngineException e) {
      findings.add(Finding.unreadable(source.name(), 1, "is not YAML: " + e.getMessage()));
    }
    return new YamlFile(documents, findings);
  }

  private static String problem(MarkedYamlEngineException e) {
    String problem = e.getProblem();
    if (problem.contains("TAB")) {
      return "is not YAML: a tab stands where spaces must: indent with spaces only";
    }
    String context = e.getContext();
    return "is not YAML: " + problem + (context == null ? "" : " " + context);
  }
}
