package cx.touchpoint.operator.validation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The objects of one YAML text. A text that breaks off in the middle keeps the objects before it.
 *
 * @param documents the objects, those of a Kubernetes List one by one
 * @param findings what could not be read
 */
record YamlFile(List<Document> documents, List<Finding> findings) {

  /** What aliases add up to is bounded elsewhere. */
  private static final int MOST_ALIASES = 10_000;

  static YamlFile read(Source source) {
    var documents = new ArrayList<Document>();
    var findings = new ArrayList<Finding>();
    var trees = new YamlTrees(source.name());
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source.name())
            .setSchema(new CoreSchema())
            .setCodePointLimit(Source.LARGEST)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .build();
    try {
      var reader = new StreamReader(settings, source.text());
      Iterator<Node> nodes =
          new Composer(settings, new ShallowParser(new ParserImpl(settings, reader)));
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
