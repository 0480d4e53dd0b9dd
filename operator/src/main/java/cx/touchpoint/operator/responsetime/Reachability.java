package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.By;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import cx.touchpoint.operator.capacity.ServiceTime;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromiseStatuses.Note;
import cx.touchpoint.operator.objective.Share;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a promise can be kept at all: an answer that takes longer by itself than was promised is
 * late however many connectors there are.
 */
final class Reachability {

  static final String TYPE = "TargetUnreachable";

  private static final Set<Phase> OF_ANSWERS = Set.of(Phase.FirstResponse, Phase.NextResponse);
  private static final String DEFAULT_VARIATION = "1";
  private static final int PERCENT = 100;

  /** Part of the rest that is left for waiting. */
  private static final double FIFTH = 5;

  /** From here on milliseconds are more than anybody wants to read. */
  private static final double LARGE = 10_000;

  private Reachability() {}

  /** What there is to say; nothing where it can be kept, or nobody said how long answers take. */
  static List<Note> of(ResponseTimeTarget target, PromiseInputs inputs) {
    for (Target one : target.getSpec().targets()) {
      // How long people take is not what a Channel's load tells of.
      if (!OF_ANSWERS.contains(one.phase()) || one.by() == By.Human) {
        continue;
      }
      for (Channel channel : inputs.chosen()) {
        Optional<Verdict> unreachable = unreachable(one, channel);
        if (unreachable.isPresent()) {
          return List.of(new Note(TYPE, unreachable.get()));
        }
      }
    }
    return List.of();
  }

  private static Optional<Verdict> unreachable(Target target, Channel channel) {
    ChannelSpec.Load load = channel.getSpec().load();
    if (load == null || load.serviceTime() == null) {
      return Optional.empty();
    }
    String variation = Objects.requireNonNullElse(load.variation(), DEFAULT_VARIATION);
    var time = new ServiceTime(Durations.parse(load.serviceTime()), Double.parseDouble(variation));
    double best = time.shareWithin(Durations.parse(target.within()));
    if (BigDecimal.valueOf(best).compareTo(Share.parse(target.objective()).value()) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.yes(
            "AnswersTakeTooLong",
            "%s promises %s within %s, and at most %d %% of the answers of %s come so soon, however many connectors there are: they take %s on average (spec.load of the Channel), with a variation of %s. Promise %s, of which so many come in time, or let the responder send a first word sooner"
                .formatted(
                    target.name(),
                    target.objective(),
                    target.within(),
                    (int) (best * PERCENT),
                    channel.getMetadata().getName(),
                    load.serviceTime(),
                    variation,
                    reachable(time, target))));
  }

  /** The time within which a little more than the promised share comes, in whole units. */
  private static String reachable(ServiceTime time, Target target) {
    double share = Share.parse(target.objective()).value().doubleValue();
    double millis = Math.ceil(1000 * time.within(share + (1 - share) / FIFTH));
    return millis < LARGE ? (long) millis + "ms" : (long) Math.ceil(millis / 1000) + "s";
  }
}
