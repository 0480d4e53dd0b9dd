package cx.touchpoint.operator.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.api.v1alpha1.Promised;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjectiveSpec.WhenExhausted;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.reference.Chosen;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Whether connectors keep their template because a budget is used up. Only a change to a template
 * that is older than that is held: what came later was let through on purpose, and may be bettered.
 */
final class BudgetHold {

  /** Set to {@link #PROCEED} on a Channel it lets every change pass. */
  static final String ROLLOUT = "touchpoint.cx/rollout";

  static final String PROCEED = "Proceed";

  /** The condition by which an objective says since when nothing is left of its budget. */
  static final String EXHAUSTED = "BudgetExhausted";

  /** As many Channels as a status names; when all of them are exhausted, others may be too. */
  private static final int NAMED = 10;

  private static final String AUTHORITIES = "--ca=";

  private BudgetHold() {}

  /**
   * Why a change is held; empty when it may pass.
   *
   * @param objectives those of the Channel's namespace
   * @param written the template the connectors have
   * @param planned the template they would get
   * @param since when they got theirs; empty when it is not known, and so long ago
   */
  static Optional<Verdict> of(
      Channel channel,
      Collection<ServiceLevelObjective> objectives,
      PodTemplateSpec written,
      PodTemplateSpec planned,
      Optional<Instant> since) {
    Map<String, String> annotations = channel.getMetadata().getAnnotations();
    if (annotations != null && PROCEED.equals(annotations.get(ROLLOUT))
        || withoutTrust(written).equals(withoutTrust(planned))) {
      return Optional.empty();
    }
    return objectives.stream()
        .filter(it -> holds(it, channel))
        .filter(it -> since.isEmpty() || !since.get().isAfter(exhaustedAt(it)))
        .min(Comparator.comparing(it -> it.getMetadata().getName()))
        .map(
            it ->
                Verdict.yes(
                    "BudgetExhausted",
                    "ServiceLevelObjective %s has used up its budget, and says HoldRollouts; these connectors keep serving as they are. A return to the former template passes, and everything does with the annotation %s: %s on this Channel"
                        .formatted(it.getMetadata().getName(), ROLLOUT, PROCEED)));
  }

  /** Whether an objective concerns rollouts at all. */
  static boolean isHolding(ServiceLevelObjective objective) {
    return objective.getSpec() != null
        && objective.getSpec().whenExhausted() == WhenExhausted.HoldRollouts
        && objective.getSpec().channels() != null;
  }

  private static boolean holds(ServiceLevelObjective objective, Channel channel) {
    return isHolding(objective)
        && exhaustion(objective).isPresent()
        && objective.getSpec().channels() != null
        && Chosen.chooses(objective.getSpec().channels(), channel)
        && isExhausted(objective.getStatus(), channel.getMetadata().getName());
  }

  /** A promise that is pooled names no Channel, and is everybody's. */
  private static boolean isExhausted(PromiseStatus status, String channel) {
    return status.promises().stream()
        .filter(it -> it.state() == Promised.State.Exhausted)
        .anyMatch(
            it ->
                it.worst().isEmpty()
                    || it.worst().stream()
                        .filter(of -> of.state() == Promised.State.Exhausted)
                        .anyMatch(of -> of.channel().equals(channel))
                    || it.worst().size() >= NAMED
                        && it.worst().stream()
                            .allMatch(of -> of.state() == Promised.State.Exhausted));
  }

  private static Optional<Condition> exhaustion(ServiceLevelObjective objective) {
    return objective.getStatus() == null
        ? Optional.empty()
        : Conditions.find(objective.getStatus().conditions(), EXHAUSTED)
            .filter(it -> "True".equals(it.getStatus()));
  }

  private static Instant exhaustedAt(ServiceLevelObjective objective) {
    return exhaustion(objective)
        .map(it -> Instant.parse(it.getLastTransitionTime()))
        .orElse(Instant.MIN);
  }

  /** Credentials and certificate authorities must be replaceable on the worst of days. */
  private static JsonNode withoutTrust(PodTemplateSpec template) {
    // As JSON, for what is not set may be null in one and empty in the other.
    return new JsonMapper()
        .valueToTree(
            new PodTemplateSpecBuilder(template)
                .editSpec()
                .withVolumes()
                .editFirstContainer()
                .withVolumeMounts()
                .withArgs(
                    template.getSpec().getContainers().getFirst().getArgs().stream()
                        .filter(it -> !it.startsWith(AUTHORITIES))
                        .toList())
                .endContainer()
                .endSpec()
                .build());
  }
}
