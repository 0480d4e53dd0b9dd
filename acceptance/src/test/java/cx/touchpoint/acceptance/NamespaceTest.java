package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A team leaves. */
@ExtendWith(WholeCluster.class)
final class NamespaceTest {

  @Test
  void aNamespaceWithEverythingInItIsDeletedWithinTwoMinutes(Cluster cluster) {
    Program kubectl = Program.kubectl(cluster);
    try (Tenant tenant = Tenant.withChat(cluster, "everything")) {
      tenant.applyHook("hook", "{type: Echo}");
      tenant.applyChat("waiting", "Served");
      cluster.untilReady(tenant.namespace(), "hook");
      try (Customers customers =
          Customers.speaking(cluster.base(tenant.namespace(), "chat", "demo"), 5)) {

        // Its deadline is the promise.
        kubectl.succeed("delete", "namespace", tenant.namespace(), "--timeout=2m");

        assertThat(kubectl.run("get", "namespace", tenant.namespace()).output())
            .contains("NotFound");
      }
    }
  }
}
