package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Single YAML values as kubectl understands them. */
final class Scalars {

  /** YAML 1.1 words that kubectl still takes for true and false. */
  private static final Set<String> YES = Set.of("y", "yes", "on");

  private static final Set<String> NO = Set.of("n", "no", "off");

  private Scalars() {}

  static JsonNode value(ScalarNode node) {
    var json = JsonNodeFactory.instance;
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return json.booleanNode(Boolean.parseBoolean(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT)) {
      return integer(text);
    }
    if (tag.equals(Tag.FLOAT)) {
      return fraction(text);
    }
    if (node.getScalarStyle() == ScalarStyle.PLAIN) {
      String word = text.toLowerCase(Locale.ROOT);
      if (YES.contains(word) || NO.contains(word)) {
        return json.booleanNode(YES.contains(word));
      }
    }
    return json.textNode(text);
  }

  private static JsonNode integer(String text) {
    BigInteger value;
    if (text.startsWith("0x")) {
      value = new BigInteger(text.substring(2), 16);
    } else if (text.startsWith("0o")) {
      value = new BigInteger(text.substring(2), 8);
    } else {
      value = new BigInteger(text);
    }
    return value.bitLength() < Long.SIZE
        ? JsonNodeFactory.instance.numberNode(value.longValue())
        : JsonNodeFactory.instance.numberNode(value);
  }

  /** JSON has no infinity and no "not a number": such words stay text. */
  private static JsonNode fraction(String text) {
    try {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(text).doubleValue());
    } catch (NumberFormatException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}
