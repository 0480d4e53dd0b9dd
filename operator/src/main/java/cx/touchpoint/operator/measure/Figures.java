package cx.touchpoint.operator.measure;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus knows of one promise on one Channel; every part may be missing.
 *
 * @param broken the share that was broken within the window, 0 to 1; none without traffic
 * @param budgetRemaining what is left of the error budget: 1 all, 0 nothing, less when overdrawn
 * @param data what the promise is measured by
 * @param alerts names of the alerts of ours that fire
 */
public record Figures(
    @Nullable Double broken,
    @Nullable Double budgetRemaining,
    @Nullable Data data,
    Set<String> alerts) {

  /** Nothing is known. */
  public static final Figures NONE = new Figures(null, null, null, Set.of());

  public Figures {
    alerts = Set.copyOf(alerts);
  }

  /** What {@code touchpoint:slo:data_state} says, in the order of its values. */
  public enum Data {
    Traffic,
    Idle,
    MetricMissing,
    Down
  }

  Figures withBroken(double share) {
    double possible = Math.clamp(share, 0, 1);
    return new Figures(
        broken == null ? possible : Math.max(broken, possible), budgetRemaining, data, alerts);
  }

  Figures withBudgetRemaining(double share) {
    double possible = Math.min(share, 1);
    return new Figures(
        broken,
        budgetRemaining == null ? possible : Math.min(budgetRemaining, possible),
        data,
        alerts);
  }

  Figures withData(Data state) {
    return new Figures(
        broken, budgetRemaining, data == null || state.compareTo(data) > 0 ? state : data, alerts);
  }

  Figures withAlert(String name) {
    var more = new TreeSet<>(alerts);
    more.add(name);
    return new Figures(broken, budgetRemaining, data, more);
  }
}
