package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Phase;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromiseStatuses.Note;
import cx.touchpoint.operator.reference.Chosen;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether several targets promise the same wait of a Channel. All of them count; that is told. */
final class Overlaps {

  static final String TYPE = "Overlapping";

  private Overlaps() {}

  /** What there is to say; nothing when no other target promises the same. */
  static List<Note> of(
      ResponseTimeTarget target, List<ResponseTimeTarget> others, PromiseInputs inputs) {
    for (ResponseTimeTarget other : others) {
      if (other.getSpec() == null) {
        continue;
      }
      Set<Phase> common = phases(target);
      common.retainAll(phases(other));
      List<Channel> both = Chosen.of(other.getSpec().channels(), inputs.chosen());
      if (!common.isEmpty() && !both.isEmpty()) {
        return List.of(new Note(TYPE, verdict(other, common, both)));
      }
    }
    return List.of();
  }

  private static Verdict verdict(ResponseTimeTarget other, Set<Phase> common, List<Channel> both) {
    String first = both.getFirst().getMetadata().getName();
    return Verdict.yes(
        "PromisedTwice",
        "ResponseTimeTarget %s promises %s too, for %s%s. Each counts and alerts by itself; if one is enough, narrow spec.channels of the other"
            .formatted(
                other.getMetadata().getName(),
                common.stream().map(Enum::name).collect(Collectors.joining(" and ")),
                first,
                both.size() == 1 ? "" : " and " + (both.size() - 1) + " more Channels"));
  }

  private static Set<Phase> phases(ResponseTimeTarget target) {
    return target.getSpec().targets().stream()
        .map(Target::phase)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Phase.class)));
  }
}
