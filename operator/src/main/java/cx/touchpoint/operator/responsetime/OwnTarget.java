package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Per;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.operator.measure.PromiseId;
import cx.touchpoint.operator.objective.Share;
import cx.touchpoint.operator.reference.Chosen;
import java.util.Collection;
import java.util.List;

/**
 * A target that a Channel keeps by itself, and that is measured.
 *
 * @param name object/target
 * @param promise as metrics call it
 * @param objective as statuses show it
 */
public record OwnTarget(String name, PromiseId promise, String objective) {

  /**
   * Those of one Channel.
   *
   * @param targets those of the Channel's namespace; others do not concern it
   */
  public static List<OwnTarget> of(Channel channel, Collection<ResponseTimeTarget> targets) {
    boolean website = channel.getSpec().type() == ChannelSpec.Type.Website;
    return Chosen.choosing(channel, targets)
        .filter(it -> it.getSpec().per() != Per.Together)
        .flatMap(
            target ->
                target.getSpec().targets().stream()
                    .filter(it -> (it.phase() == Phase.Load) == website)
                    .filter(it -> Measured.by(channel, it))
                    .map(
                        it ->
                            new OwnTarget(
                                Promises.label(target.getMetadata().getName(), it),
                                PromiseId.ofTarget(
                                    target.getMetadata().getNamespace(),
                                    target.getMetadata().getName(),
                                    it.name()),
                                Share.parse(it.objective()).toString().replace(" ", ""))))
        .toList();
  }
}
