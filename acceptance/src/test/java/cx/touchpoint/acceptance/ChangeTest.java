package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes reach customers without a gap: reloaded where that is enough, rolled where it is not. */
@ExtendWith(WholeCluster.class)
final class ChangeTest {

  @Test
  void aChangeOfTheConfigurationIsReloadedByTheRunningPods(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "reload");
        Http http = new Http()) {
      tenant.createChatSecret("chat");
      tenant.applyChat("chat", "None");
      cluster.untilReady(tenant.namespace(), "chat");
      String demo = cluster.base(tenant.namespace(), "chat", "widget") + "/demo";
      var pods = cluster.connectorUids(tenant.namespace(), "chat");
      http.untilStatus(demo, 404);

      tenant.applyChat("chat", "Served");

      Cluster.until(
          Cluster.REMOUNT,
          () -> {
            cluster.assertReady(tenant.namespace(), "chat");
            assertThat(cluster.said(tenant.namespace(), "chat", "ConfigurationApplied"))
                .isEqualTo("True Applied");
            assertThat(http.get(demo).statusCode()).isEqualTo(200);
          });
      assertThat(cluster.connectorUids(tenant.namespace(), "chat"))
          .as("the same pods go on")
          .isEqualTo(pods);
    }
  }

  @Test
  void aChangeThatNeedsNewPodsRollsWithoutOneFailedRequest(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "roll");
        Http http = new Http()) {
      tenant.createChatSecret("chat");
      tenant.applyChat("chat", "None");
      cluster.untilReady(tenant.namespace(), "chat");
      String ping = cluster.base(tenant.namespace(), "chat", "widget") + "/ping";
      http.untilStatus(ping, 200);
      var former = cluster.connectorUids(tenant.namespace(), "chat");

      try (Callers callers = Callers.calling(ping)) {
        callers.untilAnswered(50);
        tenant.applyClass("", "podLabels: {rolled: \"yes\"}");
        Cluster.until(
            Cluster.ROLLOUT,
            () -> {
              assertThat(cluster.connectorUids(tenant.namespace(), "chat"))
                  .hasSize(2)
                  .doesNotContainAnyElementsOf(former);
              cluster.assertReady(tenant.namespace(), "chat");
            });
        // The last of the former pods is still saying goodbye to those who were connected.
        Cluster.until(
            Cluster.ROLLOUT,
            () ->
                assertThat(
                        cluster
                            .client()
                            .pods()
                            .inNamespace(tenant.namespace())
                            .withLabel("touchpoint.cx/channel", "chat")
                            .list()
                            .getItems())
                    .hasSize(2));
        callers.untilAnswered(callers.answered() + 50);

        assertThat(callers.failures()).isEmpty();
        assertThat(callers.answered()).isGreaterThan(200);
      }
    }
  }
}
