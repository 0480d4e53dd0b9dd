package cx.touchpoint.operator.objective;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * How fast a budget may burn before somebody is told: multiwindow, multi-burn-rate alerts (Beyer et
 * al., The Site Reliability Workbook, chapter 5). A pair of windows fires when in both of them the
 * budget burns so fast that a share of it is gone within the long one.
 *
 * @param longHours the long window, in hours
 * @param budgetShare the share of the budget that is gone within the long window
 * @param cap the part of all events, beyond the budget, that always suffices: a large budget would
 *     else let no alert fire at all; null for none
 */
enum Burn {
  PAGE_FAST(1, "0.02", "0.75"),
  PAGE_SLOW(6, "0.05", "0.5"),
  TICKET_FAST(24, "0.10", "0.4"),
  TICKET_SLOW(72, "0.10", "1");

  private static final MathContext DIGITS = new MathContext(10);

  private final int longHours;
  private final BigDecimal budgetShare;
  private final BigDecimal cap;

  Burn(int longHours, String budgetShare, String cap) {
    this.longHours = longHours;
    this.budgetShare = new BigDecimal(budgetShare);
    this.cap = new BigDecimal(cap);
  }

  /** The ratio of bad events above which it fires, as a plain decimal. */
  String threshold(Share objective, Duration window) {
    BigDecimal budget = objective.rest();
    BigDecimal factor =
        budgetShare
            .multiply(BigDecimal.valueOf(window.toHours()))
            .divide(BigDecimal.valueOf(longHours), DIGITS);
    BigDecimal most = budget.add(objective.value().multiply(cap));
    return Numbers.plain(factor.multiply(budget).min(most));
  }
}
