package cx.touchpoint.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param what is measured, with its unit
 * @param floor the least that does the same, null where nothing is compared
 * @param ours what Touchpoint takes
 * @param ratio ours to the floor, round by round, null where nothing is compared
 */
public record Row(String what, @Nullable Spread floor, Spread ours, @Nullable Spread ratio) {

  /** A figure that stands alone. */
  public static Row of(String what, List<Double> ours) {
    return new Row(what, null, Spread.of(ours), null);
  }

  /**
   * A comparison; the rounds of both are pairs that ran next to each other.
   *
   * @throws IllegalArgumentException when the rounds are no pairs
   */
  public static Row of(String what, List<Double> floor, List<Double> ours) {
    if (floor.size() != ours.size()) {
      throw new IllegalArgumentException(what + " has rounds that are no pairs");
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / floor.get(i));
    }
    boolean comparable = floor.stream().allMatch(it -> it > 0);
    return new Row(what, Spread.of(floor), Spread.of(ours), comparable ? Spread.of(ratios) : null);
  }
}
