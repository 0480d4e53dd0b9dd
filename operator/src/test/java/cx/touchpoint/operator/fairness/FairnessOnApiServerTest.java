package cx.touchpoint.operator.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One team applies many Channels while another waits for one. */
@ExtendWith({Helm.class, RealApiServer.class})
final class FairnessOnApiServerTest {

  private static final int MANY = 200;

  /** Twelve run at once, and some finish while the other's is being written. */
  private static final int AHEAD_AT_MOST = 60;

  /** Of a class that is not there: each costs one status and is as good for its order as any. */
  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: chat-%d, namespace: %s}
      spec: {type: WebChat, webChat: {demoPage: Served}, classRef: {name: none}, responder: {type: Echo}}
      """;

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @Test
  void theOthersChannelDoesNotWaitForAllOfTheMany(
      Config config, KubernetesClient client, RealApiServer server) {
    // By name, so that a first list shows the other team last.
    String many = server.newNamespace(client, "a-team-of-many");
    String other = server.newNamespace(client, "b-team-of-one");
    IntStream.range(0, MANY).forEach(it -> client.resource(CHANNEL.formatted(it, many)).create());
    client.resource(CHANNEL.formatted(0, other)).create();
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(channels(client, many))
                      .allSatisfy(it -> assertThat(it.getStatus()).isNotNull()));
      await()
          .untilAsserted(
              () -> assertThat(channels(client, other).getFirst().getStatus()).isNotNull());
    }
    // Each was written once, so versions of the store tell the order.
    long own = version(channels(client, other).getFirst());
    assertThat(channels(client, many))
        .hasSize(MANY)
        .filteredOn(it -> version(it) < own)
        .as("Channels of the many before the other's one")
        .hasSizeLessThan(AHEAD_AT_MOST);
    client.resources(Channel.class).inNamespace(many).delete();
    client.resources(Channel.class).inNamespace(other).delete();
  }

  private static List<Channel> channels(KubernetesClient client, String namespace) {
    return client.resources(Channel.class).inNamespace(namespace).list().getItems();
  }

  private static long version(Channel channel) {
    return Long.parseLong(channel.getMetadata().getResourceVersion());
  }
}
