package cx.touchpoint.bench;

import java.util.List;
import java.util.Locale;

/**
 * One figure as several rounds gave it.
 *
 * @param median of all rounds
 * @param low the smallest
 * @param high the largest
 */
public record Spread(double median, double low, double high) {

  /**
   * Sums rounds up.
   *
   * @throws IllegalArgumentException without any
   */
  public static Spread of(List<Double> rounds) {
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("a figure needs at least one round");
    }
    List<Double> sorted = rounds.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Spread(rounded(median), rounded(sorted.getFirst()), rounded(sorted.getLast()));
  }

  /** Three digits that count, thousands whole. */
  static double rounded(double value) {
    double scale =
        value == 0 ? 1 : Math.pow(10, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
    return Math.round(value * scale) / scale;
  }

  @Override
  public String toString() {
    return low == high
        ? number(median)
        : number(median) + " (" + number(low) + "-" + number(high) + ")";
  }

  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : Double.toString(value);
  }
}
