package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class whose owner changes it, and the Channels of many teams. */
@ExtendWith(WholeCluster.class)
final class RolloutTest {

  private static final String FEW_AT_A_TIME = "rollout: {maxConcurrent: 2}";
  private static final List<String> CHATS =
      IntStream.range(0, 6).mapToObj(it -> "chat-" + it).toList();

  @Test
  void aBadChangeStopsAfterTheFirstFewAndItsMendReachesAllFewAtATime(Cluster cluster) {
    try (Tenant tenant = Tenant.open(cluster, "rollout");
        Http http = new Http()) {
      tenant.applyClass(FEW_AT_A_TIME);
      CHATS.forEach(tenant::createChatSecret);
      CHATS.forEach(it -> tenant.applyChat(it, "Served"));
      CHATS.forEach(it -> cluster.untilReady(tenant.namespace(), it));
      try (Rolling rolling = Rolling.watch(cluster, tenant.namespace())) {
        tenant.applyClass(FEW_AT_A_TIME, "image: localhost/there-is-no-such/image:1");
        Cluster.until(
            Cluster.ROLLOUT,
            () -> {
              assertThat(held(cluster, tenant)).as("Channels that wait").hasSize(4);
              assertThat(hopeless(cluster, tenant)).as("Channels that cannot roll").hasSize(2);
            });
        assertThat(deployments(cluster, tenant).stream().filter(RolloutTest::isOfNoImage))
            .as("Channels that got the bad image")
            .hasSize(2);
        for (String each : CHATS) {
          String ping = cluster.base(tenant.namespace(), each, "demo") + "/ping";
          assertThat(http.get(ping).statusCode()).as(each).isEqualTo(200);
        }

        tenant.applyClass(FEW_AT_A_TIME, "podLabels: {mended: \"yes\"}");

        Cluster.until(
            Cluster.ROLLOUT,
            () -> {
              assertThat(deployments(cluster, tenant))
                  .allSatisfy(
                      it ->
                          assertThat(it.getSpec().getTemplate().getMetadata().getLabels())
                              .containsEntry("mended", "yes"));
              CHATS.forEach(it -> cluster.assertReady(tenant.namespace(), it));
              assertThat(held(cluster, tenant)).isEmpty();
            });
        assertThat(rolling.most()).as("Channels that rolled at once, at most").isEqualTo(2);
      }
    }
  }

  private static List<Deployment> deployments(Cluster cluster, Tenant tenant) {
    return cluster.client().apps().deployments().inNamespace(tenant.namespace()).list().getItems();
  }

  private static boolean isOfNoImage(Deployment deployment) {
    return deployment
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage()
        .contains("no-such");
  }

  private static List<String> held(Cluster cluster, Tenant tenant) {
    return saying(cluster, tenant, "RolloutHeld", "True SlotsTaken");
  }

  private static List<String> hopeless(Cluster cluster, Tenant tenant) {
    return saying(cluster, tenant, "Ready", "False ConnectorCannotStart");
  }

  private static List<String> saying(
      Cluster cluster, Tenant tenant, String condition, String words) {
    return CHATS.stream()
        .filter(it -> cluster.said(tenant.namespace(), it, condition).equals(words))
        .toList();
  }
}
