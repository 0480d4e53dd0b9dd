package cx.touchpoint.operator.measure;

import cx.touchpoint.api.v1alpha1.Promised;
import cx.touchpoint.api.v1alpha1.Promised.State;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a status says of promises, made of what Prometheus says. */
public final class Standing {

  /** A status names no more Channels than this of one promise. */
  private static final int NAMED = 10;

  /** What is missing is no reason to come first. */
  private static final BigDecimal MISSING = BigDecimal.valueOf(Long.MAX_VALUE);

  private static final Comparator<Promised> WORST_FIRST =
      Comparator.comparing((Promised it) -> Objects.requireNonNullElse(it.state(), State.Idle))
          .thenComparing(it -> figure(it.budgetRemaining()))
          .thenComparing(it -> figure(it.attainment()));

  private Standing() {}

  /**
   * A promise that each Channel makes by itself.
   *
   * @param name the promise's name in the status
   * @param channels the Channels that make it; what is said of others is left out
   * @param said what is known by Channel
   */
  public static Promised ofEach(
      String name, String objective, Collection<String> channels, Map<String, Figures> said) {
    List<Named> each =
        channels.stream()
            .distinct()
            .map(it -> new Named(it, Shown.of(said.getOrDefault(it, Figures.NONE))))
            .sorted(Named.WORST_FIRST)
            .toList();
    return new Promised(
        name,
        each.isEmpty() ? null : each.getFirst().shown().state(),
        objective,
        least(each, Shown::attainment),
        least(each, Shown::budgetRemaining),
        each.stream().limit(NAMED).map(Named::standing).toList());
  }

  /** A promise that several Channels make as one, or that is about no Channel. */
  public static Promised together(String name, String objective, Map<String, Figures> said) {
    Shown shown = Shown.of(said.getOrDefault(Standings.TOGETHER, Figures.NONE));
    return new Promised(
        name, shown.state(), objective, shown.attainment(), shown.budgetRemaining(), List.of());
  }

  /** The promise that stands worst; nothing of nothing. */
  public static Optional<Promised> worst(Collection<Promised> promises) {
    return promises.stream().min(WORST_FIRST);
  }

  private static @Nullable String least(
      List<Named> each, Function<Shown, @Nullable String> figure) {
    String least = null;
    for (Named one : each) {
      String mine = figure.apply(one.shown());
      if (mine != null && (least == null || figure(mine).compareTo(figure(least)) < 0)) {
        least = mine;
      }
    }
    return least;
  }

  /** A figure to sort by. */
  static BigDecimal figure(@Nullable String percent) {
    return Optional.ofNullable(percent).flatMap(Percent::read).orElse(MISSING);
  }

  private record Named(String channel, Shown shown) {
    static final Comparator<Named> WORST_FIRST =
        Comparator.comparing(Named::shown, Shown.WORST_FIRST).thenComparing(Named::channel);

    Promised.Standing standing() {
      return new Promised.Standing(
          channel, shown.state(), shown.attainment(), shown.budgetRemaining());
    }
  }
}
