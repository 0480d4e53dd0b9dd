package cx.touchpoint.operator.validation;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an API server's CEL knows of quantities beyond the standard, as far as our rules use it. A
 * quantity is carried as text: it is only ever compared. Their form is that of
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.
 */
final class Quantities {

  private static final Pattern FORM =
      Pattern.compile(
          "([-+]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,2})?");

  private static final String BINARY = "KMGTPE";
  private static final String DECIMAL = "num kMGTPE";

  static final List<CelFunctionDecl> DECLARATIONS =
      List.of(
          CelFunctionDecl.newFunctionDeclaration(
              "isQuantity",
              CelOverloadDecl.newGlobalOverload(
                  "is_quantity_string", SimpleType.BOOL, SimpleType.STRING)),
          CelFunctionDecl.newFunctionDeclaration(
              "quantity",
              CelOverloadDecl.newGlobalOverload(
                  "string_to_quantity", SimpleType.STRING, SimpleType.STRING)),
          CelFunctionDecl.newFunctionDeclaration(
              "isGreaterThan",
              CelOverloadDecl.newMemberOverload(
                  "quantity_is_greater_than",
                  SimpleType.BOOL,
                  SimpleType.STRING,
                  SimpleType.STRING)));

  static final List<CelFunctionBinding> BINDINGS =
      List.of(
          CelFunctionBinding.from(
              "is_quantity_string", String.class, text -> amount(text).isPresent()),
          CelFunctionBinding.from("string_to_quantity", String.class, text -> text),
          CelFunctionBinding.from(
              "quantity_is_greater_than",
              String.class,
              String.class,
              (one, other) ->
                  amount(one).orElseThrow().compareTo(amount(other).orElseThrow()) > 0));

  private Quantities() {}

  private static Optional<BigDecimal> amount(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(matcher.group(1));
    String suffix = Optional.ofNullable(matcher.group(2)).orElse("");
    if (suffix.isEmpty()) {
      return Optional.of(number);
    }
    if (suffix.endsWith("i")) {
      int power = BINARY.indexOf(suffix.charAt(0)) + 1;
      return Optional.of(number.multiply(BigDecimal.valueOf(1024).pow(power)));
    }
    int exponent =
        suffix.length() == 1
            ? 3 * (DECIMAL.indexOf(suffix) - DECIMAL.indexOf(' '))
            : Integer.parseInt(suffix.substring(1));
    return Optional.of(number.scaleByPowerOfTen(exponent));
  }
}
