package cx.touchpoint.operator.objective;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as PromQL is to read them: never 9.0E-4, never 0.0009999999. */
final class Numbers {

  private static final MathContext DIGITS = new MathContext(10);

  private Numbers() {}

  static String plain(BigDecimal number) {
    return number.round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
