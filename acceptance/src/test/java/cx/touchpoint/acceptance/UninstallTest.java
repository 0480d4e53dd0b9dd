package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The release is taken away and comes back. */
@ExtendWith(WholeCluster.class)
@Order(Integer.MAX_VALUE - 1)
final class UninstallTest {

  private final Cluster cluster;
  private final Release release;

  UninstallTest(Cluster cluster) {
    this.cluster = cluster;
    this.release = Release.noted(cluster);
  }

  @AfterEach
  void theReleaseIsThereAgain() {
    release.restore();
    cluster.untilReady(Cluster.QUICKSTART, "hello-chat");
    cluster.untilReady(Cluster.QUICKSTART, "hello-hook");
  }

  @Test
  void channelsServeWithoutTheReleaseCanGoWithoutItAndAreTakenUpByTheNext() {
    Program kubectl = Program.kubectl(cluster);
    try (Tenant tenant = Tenant.open(cluster, "uninstall");
        Tenant other = Tenant.withChat(cluster, "leaving")) {
      for (String name : List.of("stays", "goes")) {
        tenant.createChatSecret(name);
        tenant.applyChat(name, "Served");
      }
      cluster.untilReady(tenant.namespace(), "stays");
      cluster.untilReady(tenant.namespace(), "goes");
      Map<String, Integer> before = restarts(tenant, "stays");
      try (Customers customers =
          Customers.speaking(cluster.base(tenant.namespace(), "stays", "demo"), 5)) {

        assertThat(objects(kubectl, tenant, "goes").lines()).hasSizeGreaterThan(9);

        release.uninstall();

        new Operators(cluster).untilReady(0);
        customers.untilAnswered(4);
        kubectl.succeed(
            "delete",
            "channels.touchpoint.cx/goes",
            "--namespace=" + tenant.namespace(),
            "--timeout=30s");
        Cluster.until(
            Duration.ofMinutes(1), () -> assertThat(objects(kubectl, tenant, "goes")).isEmpty());
        kubectl.succeed("delete", "namespace", other.namespace(), "--timeout=2m");

        release.restore();

        Cluster.until(Cluster.ROLLOUT, () -> cluster.assertReady(tenant.namespace(), "stays"));
        tenant.createChatSecret("new");
        tenant.applyChat("new", "Served");
        cluster.untilReady(tenant.namespace(), "new");
        assertThat(restarts(tenant, "stays"))
            .as("the same pods, and none restarted")
            .isEqualTo(before);
        customers.assertNothingLost();
        assertThat(customers.connections()).as("connections of each").containsOnly(1);
      }
    }
  }

  /** Whatever carries the Channel's name. */
  private static String objects(Program kubectl, Tenant tenant, String channel) {
    return kubectl.succeed(
        "get",
        "deployments,replicasets,pods,services,endpointslices,configmaps,serviceaccounts,"
            + "networkpolicies,poddisruptionbudgets",
        "--namespace=" + tenant.namespace(),
        "--selector=touchpoint.cx/channel=" + channel,
        "--ignore-not-found",
        "--output=name");
  }

  /** How often each pod's container was restarted, by the pod's uid. */
  private Map<String, Integer> restarts(Tenant tenant, String channel) {
    return cluster.connectors(tenant.namespace(), channel).stream()
        .collect(
            Collectors.toMap(
                it -> it.getMetadata().getUid(),
                it -> it.getStatus().getContainerStatuses().getFirst().getRestartCount()));
  }
}
