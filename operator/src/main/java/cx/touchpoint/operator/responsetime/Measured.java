package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.During;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.By;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import java.util.List;
import java.util.Optional;

/** Whether anybody can tell how a promise stands. What nobody counts must not look kept. */
final class Measured {

  private Measured() {}

  /** Why no Channel measures it, in words that go on after its field; empty when some can. */
  static Optional<String> of(Target target) {
    return target.during() == During.OpenHours
        ? Optional.of(
            "during OpenHours is not measured yet: Channels have no opening hours. Leave it out, then"
                + " it is in force always")
        : Optional.empty();
  }

  /** Whether this Channel measures it. */
  static boolean by(Channel channel, Target target) {
    return of(target).isEmpty() && (!needsHistory(target) || keeps(channel));
  }

  /** Why these Channels do not measure it; empty when all of them do. */
  static Optional<String> by(List<Channel> channels, Target target) {
    List<Channel> forgetful =
        channels.stream().filter(it -> needsHistory(target) && !keeps(it)).toList();
    if (forgetful.isEmpty()) {
      return Optional.empty();
    }
    String who =
        forgetful.getFirst().getMetadata().getName()
            + (forgetful.size() == 1 ? "" : " and " + (forgetful.size() - 1) + " more Channels");
    return Optional.of(
        target.phase() == Phase.Resolution
            ? "phase Resolution is not measured for %s: without a ConversationHistory connectors do not know when a matter is settled. Name one in the Channel's conversationHistoryRef, or promise FirstResponse or NextResponse"
                .formatted(who)
            : "by %s is not measured for %s: without a ConversationHistory connectors hand no conversation over to a person. Name one in the Channel's conversationHistoryRef, or leave by out, then anybody's answer counts"
                .formatted(target.by(), who));
  }

  private static boolean needsHistory(Target target) {
    return target.phase() == Phase.Resolution
        || target.by() == By.Human
        || target.by() == By.Automated;
  }

  private static boolean keeps(Channel channel) {
    return channel.getSpec().conversationHistoryRef() != null;
  }
}
