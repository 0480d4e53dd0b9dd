package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Operators come and go; customers do not notice, and what they left undone is taken up. */
@ExtendWith(WholeCluster.class)
final class OperatorTest {

  /** The exit code of an operator that finds its lease lost. */
  private static final int LEASE_LOST = 3;

  private final Operators operators;
  private final int replicas;

  OperatorTest(Cluster cluster) {
    operators = new Operators(cluster);
    replicas = operators.replicas();
  }

  @AfterEach
  void theReplicasAreAsTheyWere() {
    operators.scale(replicas);
  }

  @Test
  void theStandbyTakesOverWhenTheLeaderIsDeleted(Cluster cluster) {
    operators.scale(2);
    String leader = operators.leader();
    assertThat(operators.pods()).extracting(it -> it.getMetadata().getName()).contains(leader);

    cluster.client().pods().inNamespace(Cluster.OPERATOR).withName(leader).delete();

    Cluster.until(
        Duration.ofMinutes(1),
        () -> assertThat(operators.leader()).as("who leads").isNotEmpty().isNotEqualTo(leader));
    try (Tenant tenant = Tenant.withChat(cluster, "takeover")) {}
  }

  @Test
  void withoutAnOperatorChannelsServeAndWhatWasMissedIsTakenUpLater(Cluster cluster) {
    try (Tenant tenant = Tenant.withChat(cluster, "alone");
        Http http = new Http()) {
      String demo = cluster.endpoint(tenant.namespace(), "chat", "demo");
      http.untilStatus(demo, 200);

      operators.scale(0);
      var budget = budget(cluster, tenant);
      budget.delete();

      assertThat(http.get(demo).statusCode()).isEqualTo(200);
      assertThat(budget.get()).as("nobody is there to restore it").isNull();

      operators.scale(1);

      Cluster.until(Duration.ofMinutes(1), () -> assertThat(budget.get()).isNotNull());
      cluster.untilReady(tenant.namespace(), "chat");
    }
  }

  /** What the frozen process wakes up to do has long been done by another, and changed since. */
  @Test
  void aLeaderThatWasFrozenPastItsLeaseEndsBeforeItWrites(Cluster cluster) {
    operators.scale(2);
    try (Tenant tenant = Tenant.withChat(cluster, "frozen")) {
      String leader = operators.leader();
      ContainerStatus before = operators.container(leader);
      Optional<NodeProcess> process =
          NodeProcess.of(before.getContainerID().replaceFirst("^.*//", ""));
      assumeTrue(
          process.isPresent(), "freezing a leader: the node's processes are not visible from here");

      process.get().freeze();
      try {
        budget(cluster, tenant).delete();
        assertThat(budget(cluster, tenant).get()).as("nobody is there to restore it").isNull();
        Cluster.until(
            Duration.ofMinutes(1),
            () -> assertThat(operators.leader()).as("who leads").isNotEmpty().isNotEqualTo(leader));
        Cluster.until(
            Duration.ofMinutes(1), () -> assertThat(budget(cluster, tenant).get()).isNotNull());
      } finally {
        process.get().goOn();
      }
      String version = budget(cluster, tenant).require().getMetadata().getResourceVersion();

      Cluster.until(
          Duration.ofMinutes(1),
          () -> {
            ContainerStatus after = operators.container(leader);
            assertThat(after.getRestartCount()).isEqualTo(before.getRestartCount() + 1);
            assertThat(after.getLastState().getTerminated().getExitCode())
                .as("how it ended")
                .isEqualTo(LEASE_LOST);
          });
      assertThat(budget(cluster, tenant).require().getMetadata().getResourceVersion())
          .isEqualTo(version);
      assertThat(operators.leader()).isNotEqualTo(leader);
      cluster.assertReady(tenant.namespace(), "chat");
    }
  }

  private static Resource<PodDisruptionBudget> budget(Cluster cluster, Tenant tenant) {
    return cluster
        .client()
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(tenant.namespace())
        .withName("chat-connector");
  }
}
