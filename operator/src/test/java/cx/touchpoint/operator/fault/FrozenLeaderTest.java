package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators, of which one stands still in the middle of its work and wakes too late. */
@ExtendWith({Helm.class, OwnCluster.class})
final class FrozenLeaderTest {

  private static final String NAMESPACE = "frozen";

  private static final List<String> OBJECTS =
      List.of(
          """
          apiVersion: touchpoint.cx/v1alpha1
          kind: ChannelClass
          metadata: {name: frozen}
          spec:
            exposure: {type: None}
          """,
          """
          apiVersion: touchpoint.cx/v1alpha1
          kind: Channel
          metadata: {name: support, namespace: frozen}
          spec:
            type: WebChat
            webChat: {demoPage: Served}
            classRef: {name: frozen}
            responder: {type: Echo}
          """);

  @Test
  void aLeaderThatWasFrozenPastItsLeaseWritesNothingWhenItWakes(OwnApiServer server)
      throws IOException {
    KubernetesClient client = server.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
    try (var apiOfOld = new FaultyApi(server);
        var apiOfNew = new FaultyApi(server);
        var old = OperatorPod.once("old-leader", apiOfOld).start()) {
      await().untilAsserted(() -> assertThat(holder(client)).isEqualTo("old-leader"));
      try (var next = OperatorPod.once("new-leader", apiOfNew).start()) {
        // With one of seven objects written, six more and a status are due.
        var frozen = new AtomicBoolean();
        apiOfOld.faults(
            (method, path) ->
                isWrite(method, path) && frozen.compareAndSet(false, true)
                    ? new Fault.After(old::freeze)
                    : new Fault.None());
        OBJECTS.forEach(it -> client.resource(it).create());
        await().untilTrue(frozen);

        await().untilAsserted(() -> assertThat(holder(client)).isEqualTo("new-leader"));
        await().untilAsserted(() -> assertThat(Children.in(NAMESPACE, client)).hasSize(7));
        // Whatever the old leader wrote now would be seen, and nobody would take it away again.
        client.resources(Channel.class).inNamespace(NAMESPACE).withName("support").delete();
        Children.in(NAMESPACE, client).values().forEach(it -> client.resource(it).delete());
        assertThat(Children.in(NAMESPACE, client)).isEmpty();

        old.resume();
        assertThat(old.exitCode()).as("it ended because it had lost the lease").isEqualTo(3);
        assertThat(apiOfOld.answered().stream().filter(it -> isWrite(it.method(), it.path())))
            .as("writes of the old leader; the first was before it stood still")
            .hasSize(1);
        assertThat(Children.in(NAMESPACE, client)).isEmpty();
        assertThat(next.isAlive()).isTrue();
      }
    }
  }

  private static boolean isWrite(String method, String path) {
    return Request.isWrite(method, path) && path.contains("/namespaces/" + NAMESPACE + "/");
  }

  private static String holder(KubernetesClient client) {
    var lease =
        client
            .leases()
            .inNamespace(RunningOperator.NAMESPACE)
            .withName("touchpoint-operator")
            .get();
    return lease == null ? "" : String.valueOf(lease.getSpec().getHolderIdentity());
  }
}
