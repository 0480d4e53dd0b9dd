package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far a Channel's Deployment is, read the way kubectl rollout status reads it. */
final class Rollout {

  /** Waiting reasons that no waiting ends. */
  private static final Set<String> HOPELESS =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private Rollout() {}

  static Verdict of(Optional<Deployment> connector, int wanted, List<Pod> pods) {
    if (connector.isEmpty() || connector.get().getStatus() == null) {
      return Verdict.unknown("RollingOut", "connectors are being started");
    }
    Deployment deployment = connector.get();
    DeploymentStatus status = deployment.getStatus();
    int ready = number(status.getReadyReplicas());
    String count = ready + " of " + wanted + " connectors are ready";
    if (isComplete(deployment, status, wanted)) {
      return Verdict.yes("Serving", count);
    }
    Optional<String> hopeless = pods.stream().flatMap(it -> hopeless(it).stream()).findFirst();
    if (hopeless.isPresent()) {
      return Verdict.no("ConnectorCannotStart", count + "; " + hopeless.get());
    }
    Optional<DeploymentCondition> refused =
        condition(status, "ReplicaFailure").filter(it -> "True".equals(it.getStatus()));
    if (refused.isPresent()) {
      return Verdict.no("PodsRefused", count + "; " + refused.get().getMessage());
    }
    if (condition(status, "Progressing")
        .filter(it -> "ProgressDeadlineExceeded".equals(it.getReason()))
        .isPresent()) {
      return Verdict.no("RolloutStuck", count + waiting(pods));
    }
    return Verdict.unknown("RollingOut", count + waiting(pods));
  }

  /** Whether its newest template has reached every pod once, however the pods fare since. */
  static boolean isSettled(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    Integer wanted = deployment.getSpec().getReplicas();
    return status != null
        && (isComplete(deployment, status, wanted == null ? 1 : wanted)
            || (isObserved(deployment, status)
                && number(status.getUpdatedReplicas()) == number(status.getReplicas())
                && condition(status, "Progressing")
                    .filter(it -> "NewReplicaSetAvailable".equals(it.getReason()))
                    .isPresent()));
  }

  /** Replicas that serve customers now. */
  static int ready(Optional<Deployment> connector) {
    return connector.map(Deployment::getStatus).map(it -> number(it.getReadyReplicas())).orElse(0);
  }

  private static boolean isComplete(Deployment deployment, DeploymentStatus status, int wanted) {
    return isObserved(deployment, status)
        && number(status.getUpdatedReplicas()) == wanted
        && number(status.getReplicas()) == wanted
        && number(status.getAvailableReplicas()) == wanted;
  }

  private static boolean isObserved(Deployment deployment, DeploymentStatus status) {
    Long seen = status.getObservedGeneration();
    return seen != null && seen >= deployment.getMetadata().getGeneration();
  }

  private static Optional<String> hopeless(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getContainerStatuses().stream()
        .map(it -> it.getState() == null ? null : it.getState().getWaiting())
        .filter(it -> it != null && it.getReason() != null && HOPELESS.contains(it.getReason()))
        .map(it -> describe(pod, it))
        .findFirst();
  }

  private static String describe(Pod pod, ContainerStateWaiting waiting) {
    String detail = waiting.getMessage() == null ? "" : ": " + waiting.getMessage();
    return "pod "
        + pod.getMetadata().getName()
        + " is in "
        + waiting.getReason()
        + detail
        + " (kubectl logs --previous "
        + pod.getMetadata().getName()
        + " -n "
        + pod.getMetadata().getNamespace()
        + ")";
  }

  /** Why pods are not placed, in the scheduler's own words. */
  private static String waiting(List<Pod> pods) {
    return pods.stream()
        .filter(it -> it.getStatus() != null)
        .flatMap(it -> it.getStatus().getConditions().stream())
        .filter(it -> "PodScheduled".equals(it.getType()) && "False".equals(it.getStatus()))
        .map(it -> "; " + it.getReason() + ": " + it.getMessage())
        .findFirst()
        .orElse("");
  }

  private static Optional<DeploymentCondition> condition(DeploymentStatus status, String type) {
    return status.getConditions().stream().filter(it -> type.equals(it.getType())).findFirst();
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
