package cx.touchpoint.operator.overview;

import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.operator.measure.Percent;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one promise stands on one Channel. Shares are texts such as {@code 98.51%}, empty where
 * there is none.
 *
 * @param promise the {@code slo} label of its metrics, by which dashboards and alerts call it
 * @param channel empty when it is reckoned over all Channels together, or over none
 * @param state null when nobody makes the promise
 */
public record Row(
    String namespace,
    String promise,
    String channel,
    @Nullable State state,
    String attainment,
    String objective,
    String budget) {

  private static final BigDecimal MISSING = BigDecimal.valueOf(Long.MAX_VALUE);

  /** By state, then by what is left of the budget, then by what was kept. */
  static final Comparator<Row> WORST_FIRST =
      Comparator.comparing(Row::state, Comparator.nullsLast(Comparator.<State>naturalOrder()))
          .thenComparing(it -> figure(it.budget))
          .thenComparing(it -> figure(it.attainment))
          .thenComparing(Row::namespace)
          .thenComparing(Row::promise)
          .thenComparing(Row::channel);

  /** Whether customers are let down, or will be if it goes on. */
  public boolean broken() {
    return state == State.Down || state == State.Exhausted || state == State.Burning;
  }

  /** Its state in a word, empty when nobody makes the promise. */
  String stateWord() {
    return Objects.toString(state, "");
  }

  private static BigDecimal figure(String percent) {
    return Percent.read(percent).orElse(MISSING);
  }
}
