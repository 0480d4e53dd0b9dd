package cx.touchpoint.operator.measure;

import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.operator.measure.Figures.Data;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures as a status shows them.
 *
 * @param attainment the share that was kept, none without traffic
 * @param budgetRemaining what is left of the budget, none where it is not known
 */
public record Shown(State state, @Nullable String attainment, @Nullable String budgetRemaining) {

  /** Worst first: by state, then by what is left, then by what was kept. */
  public static final Comparator<Shown> WORST_FIRST =
      Comparator.comparing(Shown::state)
          .thenComparing(it -> Standing.figure(it.budgetRemaining()))
          .thenComparing(it -> Standing.figure(it.attainment()));

  static Shown of(Figures figures) {
    return new Shown(
        stateOf(figures),
        figures.broken() == null ? null : Percent.kept(figures.broken()),
        figures.budgetRemaining() == null ? null : Percent.left(figures.budgetRemaining()));
  }

  static Map<String, Shown> of(Map<String, Figures> channels) {
    return channels.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> of(it.getValue())));
  }

  /** The first that holds: what stands first in {@link State} outweighs what comes behind. */
  private static State stateOf(Figures figures) {
    if (figures.data() == Data.Down) {
      return State.Down;
    }
    if (figures.budgetRemaining() != null && Percent.overdrawn(figures.budgetRemaining())) {
      return State.Exhausted;
    }
    if (!Collections.disjoint(figures.alerts(), Standings.BURNING)) {
      return State.Burning;
    }
    if (figures.data() == Data.MetricMissing) {
      return State.NotMeasured;
    }
    if (figures.broken() != null && figures.budgetRemaining() != null) {
      return State.Met;
    }
    // A budget without a ratio is that of a window without events. While the first of them are
    // coming in, there is traffic and no figure yet.
    boolean nobodyCame =
        figures.broken() == null
            && (figures.data() == Data.Idle
                || (figures.data() == null && figures.budgetRemaining() != null));
    return nobodyCame ? State.Idle : State.Unknown;
  }
}
