package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Operators come and go; customers do not notice, and what they left undone is taken up. */
@ExtendWith(WholeCluster.class)
final class OperatorTest {

  private static final String NAME = "touchpoint-operator";

  private int replicas;

  @BeforeEach
  void theReplicasAreNoted(Cluster cluster) {
    var operator = cluster.client().apps().deployments().inNamespace(Cluster.OPERATOR);
    replicas = operator.withName(NAME).require().getSpec().getReplicas();
  }

  @AfterEach
  void theReplicasAreAsTheyWere(Cluster cluster) {
    scale(cluster, replicas);
  }

  @Test
  void theStandbyTakesOverWhenTheLeaderIsDeleted(Cluster cluster) {
    scale(cluster, 2);
    String leader = leader(cluster);
    assertThat(operators(cluster)).extracting(it -> it.getMetadata().getName()).contains(leader);

    cluster.client().pods().inNamespace(Cluster.OPERATOR).withName(leader).delete();

    Cluster.until(
        Duration.ofMinutes(1),
        () -> assertThat(leader(cluster)).as("who leads").isNotEmpty().isNotEqualTo(leader));
    try (Tenant tenant = Tenant.open(cluster, "takeover")) {
      tenant.createChatSecret("chat");
      tenant.applyChat("chat", "Served");
      cluster.untilReady(tenant.namespace(), "chat");
    }
  }

  @Test
  void withoutAnOperatorChannelsServeAndWhatWasMissedIsTakenUpLater(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "alone");
        Http http = new Http()) {
      tenant.createChatSecret("chat");
      tenant.applyChat("chat", "Served");
      cluster.untilReady(tenant.namespace(), "chat");
      String demo = cluster.endpoint(tenant.namespace(), "chat", "demo");
      http.untilStatus(demo, 200);

      scale(cluster, 0);
      var budget =
          cluster
              .client()
              .policy()
              .v1()
              .podDisruptionBudget()
              .inNamespace(tenant.namespace())
              .withName("chat-connector");
      budget.delete();

      assertThat(http.get(demo).statusCode()).isEqualTo(200);
      assertThat(budget.get()).as("nobody is there to restore it").isNull();

      scale(cluster, 1);

      Cluster.until(Duration.ofMinutes(1), () -> assertThat(budget.get()).isNotNull());
      cluster.untilReady(tenant.namespace(), "chat");
    }
  }

  /** Scales and waits until exactly so many are there and ready. */
  private static void scale(Cluster cluster, int replicas) {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(Cluster.OPERATOR)
        .withName(NAME)
        .edit(
            it -> {
              it.getSpec().setReplicas(replicas);
              return it;
            });
    Cluster.until(
        Cluster.ROLLOUT,
        () ->
            assertThat(operators(cluster))
                .hasSize(replicas)
                .allMatch(it -> Readiness.getInstance().isReady(it)));
  }

  /** Also those on their way out: they may still lead. */
  private static List<Pod> operators(Cluster cluster) {
    return cluster
        .client()
        .pods()
        .inNamespace(Cluster.OPERATOR)
        .withLabel("app.kubernetes.io/name", NAME)
        .list()
        .getItems();
  }

  private static String leader(Cluster cluster) {
    String holder =
        cluster
            .client()
            .leases()
            .inNamespace(Cluster.OPERATOR)
            .withName(NAME)
            .require()
            .getSpec()
            .getHolderIdentity();
    return holder == null ? "" : holder;
  }
}
