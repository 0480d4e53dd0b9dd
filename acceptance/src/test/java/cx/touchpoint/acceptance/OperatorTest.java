package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Operators come and go; customers do not notice, and what they left undone is taken up. */
@ExtendWith(WholeCluster.class)
final class OperatorTest {

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

      operators.scale(1);

      Cluster.until(Duration.ofMinutes(1), () -> assertThat(budget.get()).isNotNull());
      cluster.untilReady(tenant.namespace(), "chat");
    }
  }
}
