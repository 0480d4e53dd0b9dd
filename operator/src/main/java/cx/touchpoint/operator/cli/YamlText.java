package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Objects as YAML that kubectl reads the way it was meant. */
final class YamlText {

  private YamlText() {}

  static String of(JsonNode object) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setMultiLineFlow(false)
            .setWidth(Integer.MAX_VALUE)
            .setSchema(new KubectlSchema())
            .build();
    return new Dump(settings).dumpToString(new JsonMapper().convertValue(object, Object.class));
  }
}
