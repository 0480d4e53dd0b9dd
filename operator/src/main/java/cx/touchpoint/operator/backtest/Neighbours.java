package cx.touchpoint.operator.backtest;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What lies one and two steps beside a value. */
final class Neighbours {

  /** How many on each side. */
  private static final int REACH = 2;

  /** Shares that are commonly promised, in percent. */
  private static final List<String> NINES =
      List.of("90", "95", "99", "99.5", "99.9", "99.95", "99.99");

  private Neighbours() {}

  /** A value among others, with its neighbours, in their order. */
  static <T extends Comparable<T>> List<T> of(T value, Collection<T> others) {
    var all = new TreeSet<>(others);
    var near = new TreeSet<T>();
    near.add(value);
    T below = value;
    T above = value;
    for (int step = 0; step < REACH; step++) {
      below = below == null ? null : all.lower(below);
      above = above == null ? null : all.higher(above);
      if (below != null) {
        near.add(below);
      }
      if (above != null) {
        near.add(above);
      }
    }
    return List.copyOf(near);
  }

  /** Shares, 0 to 1, that one might promise instead of one. */
  static List<BigDecimal> nines(BigDecimal share) {
    return of(
        share.stripTrailingZeros(),
        NINES.stream()
            .map(it -> new BigDecimal(it).movePointLeft(2).stripTrailingZeros())
            .toList());
  }
}
