package cx.touchpoint.operator.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shares as a status writes them, in hundredths of a percent and never better than they are. */
public final class Percent {

  private static final int DECIMALS = 2;

  /** Finer than this is what doubles add to a figure; without it 98.51 % could read 98.50 %. */
  private static final int NOISE = 9;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** From here on hundredths of a percent only take room. */
  private static final BigDecimal FAR_OVERDRAWN = BigDecimal.valueOf(-1000);

  /** The least that can remain: everything broken where 99.9999 % was promised. */
  private static final BigDecimal LEAST = BigDecimal.valueOf(-99_999_900);

  /** Not nothing. */
  private static final BigDecimal HARDLY = new BigDecimal("0.01");

  /** Not everything. */
  private static final BigDecimal ALMOST = new BigDecimal("99.99");

  private static final Pattern FORM = Pattern.compile("-?[0-9]{1,10}([.][0-9]{1,6})?%");

  private Percent() {}

  /** Of a share that was broken, the share that was kept: {@code 98.51%}; 0 to 1. */
  public static String kept(double broken) {
    return text(rounded(BigDecimal.ONE.subtract(exact(broken)), broken > 0));
  }

  /** What is left of a budget: {@code 41.20%}, {@code -12.00%}. */
  static String left(double budgetRemaining) {
    return text(rounded(exact(budgetRemaining), budgetRemaining < 1));
  }

  /** How much of a budget was used, rounded up: {@code 58.80%}, {@code 176.00%}. */
  public static String used(double budget) {
    BigDecimal percent = exact(budget).multiply(HUNDRED);
    boolean far = percent.compareTo(FAR_OVERDRAWN.negate()) > 0;
    BigDecimal shown = percent.setScale(far ? 0 : DECIMALS, RoundingMode.CEILING);
    return (budget > 0 ? shown.max(HARDLY) : shown).toPlainString() + "%";
  }

  /** Whether a budget is overdrawn, and not only by what doubles add. */
  public static boolean overdrawn(double budgetRemaining) {
    return exact(budgetRemaining).signum() < 0;
  }

  /**
   * The figure of a text such as {@code 98.51%}, in percent; nothing when it is none. An objective
   * as its author wrote it can be read too.
   */
  public static Optional<BigDecimal> read(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new BigDecimal(text.substring(0, text.length() - 1)))
        : Optional.empty();
  }

  private static BigDecimal exact(double share) {
    return BigDecimal.valueOf(share).setScale(NOISE, RoundingMode.HALF_UP);
  }

  private static BigDecimal rounded(BigDecimal share, boolean lessThanAll) {
    BigDecimal percent = share.multiply(HUNDRED).setScale(DECIMALS, RoundingMode.FLOOR);
    return lessThanAll ? percent.min(ALMOST) : percent;
  }

  private static String text(BigDecimal percent) {
    BigDecimal shown =
        percent.compareTo(FAR_OVERDRAWN) < 0
            ? percent.setScale(0, RoundingMode.FLOOR).max(LEAST)
            : percent;
    return shown.toPlainString() + "%";
  }
}
