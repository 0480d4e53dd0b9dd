package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.api.v1alpha1.ChannelStatus.TargetStanding;
import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.operator.measure.Shown;
import cx.touchpoint.operator.measure.Standings;
import cx.touchpoint.operator.responsetime.OwnTarget;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a Channel's status shows of the targets it keeps.
 *
 * @param attainment of the one that stands worst
 * @param targets worst first, no more than a status has room for
 * @param measuredAt when they were written
 */
record ChannelFigures(
    @Nullable String attainment, List<TargetStanding> targets, @Nullable String measuredAt) {

  /** Nothing is promised, or nothing is known. */
  static final ChannelFigures NONE = new ChannelFigures(null, List.of(), null);

  private static final int NAMED = 10;

  private record Standing(OwnTarget target, Shown shown) {
    static final Comparator<Standing> WORST_FIRST =
        Comparator.comparing(Standing::shown, Shown.WORST_FIRST)
            .thenComparing(it -> it.target().name());

    TargetStanding written() {
      return new TargetStanding(
          target.name(),
          shown.state(),
          target.objective(),
          shown.attainment(),
          shown.budgetRemaining());
    }
  }

  /** What is written there. */
  static ChannelFigures of(@Nullable ChannelStatus status) {
    return status == null
        ? NONE
        : new ChannelFigures(status.attainment(), status.targets(), status.measuredAt());
  }

  /** What Prometheus says; that it knows of none of them yet is nothing. */
  static ChannelFigures of(
      Channel channel, List<OwnTarget> targets, Standings said, Instant written) {
    List<TargetStanding> standings =
        targets.stream()
            .map(it -> new Standing(it, said.shown(it.promise(), channel.getMetadata().getName())))
            .sorted(Standing.WORST_FIRST)
            .limit(NAMED)
            .map(Standing::written)
            .toList();
    return standings.stream().allMatch(it -> it.state() == State.Unknown)
        ? NONE
        : of(standings, written.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static ChannelFigures of(List<TargetStanding> standings, @Nullable String measuredAt) {
    return standings.isEmpty()
        ? NONE
        : new ChannelFigures(standings.getFirst().attainment(), standings, measuredAt);
  }

  /** The same without targets that are promised no longer, or otherwise. */
  ChannelFigures only(List<OwnTarget> promised) {
    Set<Wording> wordings = wordings(promised, it -> new Wording(it.name(), it.objective()));
    return of(
        targets.stream()
            .filter(it -> wordings.contains(new Wording(it.name(), it.objective())))
            .toList(),
        measuredAt);
  }

  /** Whether other targets are in the two, whatever their figures. */
  boolean promisesOtherThan(ChannelFigures other) {
    return !wordings(targets, it -> new Wording(it.name(), it.objective()))
        .equals(wordings(other.targets, it -> new Wording(it.name(), it.objective())));
  }

  /** When they were written; null when never, or when somebody's hand left no time there. */
  @Nullable Instant written() {
    try {
      return measuredAt == null ? null : Instant.parse(measuredAt);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private record Wording(String name, String objective) {}

  private static <T> Set<Wording> wordings(List<T> all, Function<T, Wording> wording) {
    return all.stream().map(wording).collect(Collectors.toCollection(HashSet::new));
  }
}
