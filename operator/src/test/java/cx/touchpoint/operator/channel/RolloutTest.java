package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RolloutTest {

  @Test
  void allUpdatedAndAvailableIsServing() {
    assertThat(of(status(2), List.of()))
        .isEqualTo(Verdict.yes("Serving", "2 of 2 connectors are ready"));
  }

  @Test
  void aStatusOfTheFormerGenerationProvesNothing() {
    var stale = status(2).withObservedGeneration(4L);
    assertThat(of(stale, List.of()).status()).isEqualTo(Verdict.Status.Unknown);
  }

  @Test
  void aPodThatStillServesTheFormerTemplateIsNotTheEnd() {
    assertThat(of(status(2).withReplicas(3), List.of()).reason()).isEqualTo("RollingOut");
    assertThat(of(status(2).withUpdatedReplicas(1), List.of()).reason()).isEqualTo("RollingOut");
  }

  @Test
  void oneOfTwoReadyIsUnderWayAndSaysSo() {
    Verdict verdict = of(status(1).withReplicas(2).withUpdatedReplicas(2), List.of());
    assertThat(verdict).isEqualTo(Verdict.unknown("RollingOut", "1 of 2 connectors are ready"));
  }

  @Test
  void aPodNobodyCanPlaceIsExplainedByTheScheduler() {
    Pod pod =
        new PodBuilder()
            .withNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/1 nodes are available: 1 Insufficient cpu.")
            .endCondition()
            .endStatus()
            .build();
    assertThat(of(status(0), List.of(pod)).message())
        .isEqualTo(
            "0 of 2 connectors are ready; Unschedulable: 0/1 nodes are available: 1 Insufficient"
                + " cpu.");
  }

  @Test
  void podsThatAQuotaRefusesNeedAPerson() {
    var refused =
        status(0)
            .addNewCondition()
            .withType("ReplicaFailure")
            .withStatus("True")
            .withReason("FailedCreate")
            .withMessage("exceeded quota: small")
            .endCondition();
    assertThat(of(refused, List.of()))
        .isEqualTo(Verdict.no("PodsRefused", "0 of 2 connectors are ready; exceeded quota: small"));
  }

  @Test
  void aRolloutThatDoesNotMoveIsStuck() {
    var stuck =
        status(1)
            .addNewCondition()
            .withType("Progressing")
            .withStatus("False")
            .withReason("ProgressDeadlineExceeded")
            .endCondition();
    assertThat(of(stuck, List.of()).reason()).isEqualTo("RolloutStuck");
  }

  private static Verdict of(DeploymentStatusBuilder status, List<Pod> pods) {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withGeneration(5L)
            .endMetadata()
            .withStatus(status.build())
            .build();
    return Rollout.of(Optional.of(deployment), 2, pods);
  }

  /** So many of two, all of the newest template. */
  private static DeploymentStatusBuilder status(int ready) {
    return new DeploymentStatusBuilder()
        .withObservedGeneration(5L)
        .withReplicas(2)
        .withUpdatedReplicas(2)
        .withReadyReplicas(ready)
        .withAvailableReplicas(ready);
  }
}
