package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Single YAML values as kubectl understands them: YAML 1.1's words for true and false, and Go's
 * ways to write numbers.
 */
final class Scalars {

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern YES = Pattern.compile("y|Y|(y|Y)es|YES|(t|T)rue|TRUE|(o|O)n|ON");
  private static final Pattern NO = Pattern.compile("n|N|(n|N)o|NO|(f|F)alse|FALSE|(o|O)ff|OFF");
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(?:(0b)([01]+)|(0x)(\\p{XDigit}+)|(0o?)([0-7]+)|([1-9][0-9]*|0))");
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
  private static final Pattern ENDLESS = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private Scalars() {}

  /**
   * The value of a scalar.
   *
   * @throws Unreadable when JSON has no such value
   */
  static JsonNode value(ScalarNode node) {
    var json = JsonNodeFactory.instance;
    String text = node.getValue();
    boolean tagged = !RESOLVER.resolve(text, true).equals(node.getTag());
    if (!node.isPlain() || tagged) {
      return json.textNode(text);
    }
    if (NOTHING.contains(text)) {
      return json.nullNode();
    }
    if (YES.matcher(text).matches() || NO.matcher(text).matches()) {
      return json.booleanNode(YES.matcher(text).matches());
    }
    if (ENDLESS.matcher(text).matches()) {
      int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new Unreadable(line, text + " is no value of JSON: quote it if it is text");
    }
    String digits = text.replace("_", "");
    Matcher integer = INTEGER.matcher(digits);
    if (integer.matches()) {
      return number(new BigDecimal(integer(integer)));
    }
    return FRACTION.matcher(digits).matches()
        ? number(new BigDecimal(digits))
        : json.textNode(text);
  }

  private static BigInteger integer(Matcher matcher) {
    String sign = matcher.group(1).replace("+", "");
    if (matcher.group(3) != null) {
      return new BigInteger(sign + matcher.group(3), 2);
    }
    if (matcher.group(5) != null) {
      return new BigInteger(sign + matcher.group(5), 16);
    }
    return matcher.group(7) != null
        ? new BigInteger(sign + matcher.group(7), 8)
        : new BigInteger(sign + matcher.group(8));
  }

  /** A whole number is one however it is written, {@code 1e3} too. */
  private static JsonNode number(BigDecimal value) {
    var json = JsonNodeFactory.instance;
    try {
      return json.numberNode(value.longValueExact());
    } catch (ArithmeticException notALong) {
      return json.numberNode(value.doubleValue());
    }
  }
}
