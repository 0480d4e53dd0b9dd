package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators, of which one stands still in the middle of its work and wakes too late. */
@ExtendWith({Helm.class, OwnCluster.class})
final class FrozenLeaderTest {

  private static final String NAMESPACE = "frozen";

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: frozen}
      spec:
        exposure: {type: None}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: chat-%d, namespace: frozen}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: frozen}
        responder: {type: Echo}
      """;

  private static final int CHANNELS = 30;

  /**
   * So many reconciles of one namespace the operator does at once; the other Channels wait for a
   * thread. Were it more than that, requests sent a second time would make it up, and others of
   * them could be on their way when the operator is frozen.
   */
  private static final int THREADS = 12;

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
        // When every thread has sent a write, none is about to: what is sent later is sent awake.
        var sent = new AtomicInteger();
        var frozen = new CountDownLatch(1);
        apiOfOld.faults(
            (method, path) ->
                isWrite(method, path) && frozen.getCount() > 0
                    ? new Fault.Before(
                        () -> {
                          if (sent.incrementAndGet() == THREADS) {
                            old.freeze();
                            frozen.countDown();
                          }
                          join(frozen);
                        })
                    : new Fault.None());
        client.resource(CLASS).create();
        IntStream.range(0, CHANNELS).forEach(it -> client.resource(CHANNEL.formatted(it)).create());
        join(frozen);

        await().untilAsserted(() -> assertThat(holder(client)).isEqualTo("new-leader"));
        await()
            .untilAsserted(() -> assertThat(Children.in(NAMESPACE, client)).hasSize(7 * CHANNELS));
        // Whatever the old leader wrote now would be seen, and nobody would take it away again.
        client.resources(Channel.class).inNamespace(NAMESPACE).delete();
        Children.in(NAMESPACE, client).values().forEach(it -> client.resource(it).delete());
        assertThat(Children.in(NAMESPACE, client)).isEmpty();

        old.resume();
        assertThat(old.exitCode()).as("it ended by itself, for want of the lease").isEqualTo(3);
        assertThat(apiOfOld.answered().stream().filter(it -> isWrite(it.method(), it.path())))
            .as("writes of the old leader")
            .isEmpty();
        assertThat(Children.in(NAMESPACE, client)).isEmpty();
        assertThat(next.isAlive()).isTrue();
      }
    }
  }

  @Test
  void aLeaderWhoseRenewalsComeTooLateWritesNothingMeanwhile(OwnApiServer server)
      throws IOException {
    KubernetesClient client = server.client();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("late").endMetadata().build())
        .create();
    client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
    try (var apiOfOld = new FaultyApi(server);
        var apiOfNew = new FaultyApi(server);
        var old = OperatorPod.once("late-leader", apiOfOld).start()) {
      await().untilAsserted(() -> assertThat(holder(client)).isEqualTo("late-leader"));
      try (var next = OperatorPod.once("next-leader", apiOfNew).start()) {
        // Just before the client gives up: asking and renewing together outlast the lease.
        apiOfOld.faults(
            (method, path) -> path.contains("/leases") ? new Fault.Late(9_000) : new Fault.None());
        await().untilAsserted(() -> assertThat(holder(client)).isEqualTo("next-leader"));
        client.resource(CLASS.replace("frozen", "late")).create();
        client.resource(CHANNEL.formatted(0).replace("frozen", "late")).create();
        await().untilAsserted(() -> assertThat(Children.in("late", client)).hasSize(7));
        assertThat(old.exitCode()).as("it ended by itself, for want of the lease").isEqualTo(3);
        assertThat(apiOfOld.answered().stream().filter(it -> it.path().contains("/late/")))
            .filteredOn(Request::isWrite)
            .as("writes of the late leader")
            .isEmpty();
        assertThat(next.isAlive()).isTrue();
      }
    }
  }

  private static void join(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
