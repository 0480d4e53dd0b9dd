package cx.touchpoint.api.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes YAML as a person would: block style, long descriptions folded. */
final class YamlText {

  private YamlText() {}

  static String of(JsonNode tree) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(100)
            // kubectl and Helm read YAML 1.1, where a plain True is no text: have such words
            // quoted.
            .setSchema(new CoreSchema())
            .build();
    Object plain = new ObjectMapper().convertValue(tree, Object.class);
    return new Dump(settings).dumpToString(plain);
  }
}
