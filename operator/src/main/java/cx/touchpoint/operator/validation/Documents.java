package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Objects of any kind, read as validation reads them. */
public final class Documents {

  private Documents() {}

  /** The objects of a source as far as it can be read, those of a Kubernetes List one by one. */
  public static List<JsonNode> of(Source source) {
    return YamlFile.read(source).documents().stream().map(Document::value).toList();
  }
}
