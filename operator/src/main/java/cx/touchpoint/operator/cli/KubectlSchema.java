package cx.touchpoint.operator.cli;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML 1.2's schema, and the words and numbers that only YAML 1.1 takes for more than text. */
final class KubectlSchema extends CoreSchema {

  private static final Pattern YAML_11 =
      Pattern.compile(
          "(?i)y|n|yes|no|on|off|[-+]?0b[01_]+|[-+]?0x[0-9a-f_]+|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?(e[-+]?[0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|=|<<");

  @Override
  public ScalarResolver getScalarResolver() {
    ScalarResolver core = super.getScalarResolver();
    return (value, implicit) -> {
      Tag tag = core.resolve(value, implicit);
      // Any other tag than text makes the writer put quotes around a text.
      return implicit && tag.equals(Tag.STR) && YAML_11.matcher(value).matches() ? Tag.BOOL : tag;
    };
  }
}
