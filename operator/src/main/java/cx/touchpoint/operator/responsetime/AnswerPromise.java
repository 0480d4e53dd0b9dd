package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.By;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import cx.touchpoint.operator.capacity.ServiceLevel;
import cx.touchpoint.operator.objective.Share;
import cx.touchpoint.operator.reference.Chosen;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A promise of an answer, which replicas can keep: nobody starts more people, and taking a message
 * safely needs hardly any capacity.
 *
 * @param name object/target
 * @param objective as its author wrote it
 * @param within as its author wrote it
 * @param level the same as numbers
 */
public record AnswerPromise(String name, String objective, String within, ServiceLevel level) {

  private static final Set<Phase> OF_ANSWERS = Set.of(Phase.FirstResponse, Phase.NextResponse);

  /**
   * Those of one Channel, in an order that does not depend on that of the targets.
   *
   * @param targets those of the Channel's namespace; others do not concern it
   */
  public static List<AnswerPromise> of(Channel channel, Collection<ResponseTimeTarget> targets) {
    if (channel.getSpec().type() == ChannelSpec.Type.Website) {
      return List.of();
    }
    return Chosen.choosing(channel, targets)
        .flatMap(
            target ->
                target.getSpec().targets().stream()
                    .filter(AnswerPromise::isOfReplicas)
                    .map(it -> of(target.getMetadata().getName(), it)))
        .sorted(Comparator.comparing(AnswerPromise::name))
        .toList();
  }

  private static boolean isOfReplicas(Target target) {
    return OF_ANSWERS.contains(target.phase()) && target.by() != By.Human;
  }

  private static AnswerPromise of(String object, Target target) {
    return new AnswerPromise(
        Promises.label(object, target),
        target.objective(),
        target.within(),
        new ServiceLevel(
            Share.parse(target.objective()).value().doubleValue(),
            Durations.parse(target.within())));
  }

  /** As a person says it. */
  @Override
  public String toString() {
    return "%s (%s within %s)".formatted(name, objective, within);
  }
}
