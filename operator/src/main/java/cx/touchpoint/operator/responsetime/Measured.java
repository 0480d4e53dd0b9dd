package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.During;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.By;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import java.util.Optional;

/** Whether anybody can tell how a promise stands. What nobody counts must not look kept. */
final class Measured {

  private Measured() {}

  /** Why a promise is not measured, in words that go on after its field; empty when it is. */
  static Optional<String> of(Target target) {
    if (target.phase() == Phase.Resolution) {
      return Optional.of(
          "phase Resolution is not measured yet: connectors keep no history that tells when a matter"
              + " is settled. Promise FirstResponse or NextResponse instead");
    }
    if (target.by() == By.Human || target.by() == By.Automated) {
      return Optional.of(
          "by %s is not measured yet: connectors hand no conversation over to a person. Leave it out, then anybody's answer counts"
              .formatted(target.by()));
    }
    if (target.during() == During.OpenHours) {
      return Optional.of(
          "during OpenHours is not measured yet: Channels have no opening hours. Leave it out, then"
              + " it is in force always");
    }
    return Optional.empty();
  }
}
