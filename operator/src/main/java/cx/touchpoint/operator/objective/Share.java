package cx.touchpoint.operator.objective;

import java.math.BigDecimal;

/**
 * A part of all, more than nothing and less than everything.
 *
 * @param value between 0 and 1, both excluded
 */
public record Share(BigDecimal value) {

  private static final int PERCENT_DIGITS = 2;

  public Share {
    if (value.signum() <= 0 || value.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException(
          "a share is more than 0 % and less than 100 %, and not "
              + value.movePointRight(2)
              + " %");
    }
  }

  /**
   * Reads {@code 99.9%}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Share parse(String percent) {
    if (!percent.endsWith("%")) {
      throw new IllegalArgumentException("'" + percent + "' is no share: write 99.9%");
    }
    return new Share(
        new BigDecimal(percent.substring(0, percent.length() - 1)).movePointLeft(PERCENT_DIGITS));
  }

  /** All that is not in it: of an objective the error budget. */
  public BigDecimal rest() {
    return BigDecimal.ONE.subtract(value);
  }

  /** As people write it. */
  @Override
  public String toString() {
    return percent(value);
  }

  /** A part of one as people write it, {@code 99.9 %}. */
  static String percent(BigDecimal part) {
    return part.movePointRight(PERCENT_DIGITS).stripTrailingZeros().toPlainString() + " %";
  }
}
