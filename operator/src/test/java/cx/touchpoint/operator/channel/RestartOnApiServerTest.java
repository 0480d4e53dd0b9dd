package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.connectors.StatusQuestion;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import cx.touchpoint.operator.testing.Serving;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator that starts over Channels which serve: nothing has changed, so nothing is written.
 */
@ExtendWith({Helm.class, RealApiServer.class})
final class RestartOnApiServerTest {

  /** Each needs two of the 254 addresses for Services that the API server of the tests has. */
  private static final int CHANNELS = 30;

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec:
        exposure: {type: None}
        scaling: {minReplicas: 1}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: chat-%1$d, namespace: %2$s}
      spec:
        type: Webhook
        classRef: {name: %2$s}
        responder: {type: Echo}
      """;

  /** What the connector at an address runs. */
  private final Map<String, String> revisions = new ConcurrentHashMap<>();

  private final StatusQuestion question =
      address ->
          new ConnectorStatus(
              "1", Objects.requireNonNull(revisions.get(address)), null, List.of(), false, null);

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void applyChannels(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "restart");
    client.resource(CLASS.formatted(namespace)).create();
    for (int i = 0; i < CHANNELS; i++) {
      client.resource(CHANNEL.formatted(i, namespace)).create();
    }
  }

  @AfterEach
  void giveAddressesBack(KubernetesClient client) {
    client.resources(Channel.class).inNamespace(namespace).delete();
    client.services().inNamespace(namespace).delete();
  }

  @Test
  void aRestartOverServingChannelsWritesNothing(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config, question)) {
      await().until(() -> deployments(client).size() == CHANNELS);
      channels(client).forEach(it -> serve(client, it));
      await()
          .untilAsserted(
              () -> assertThat(channels(client)).allMatch(RestartOnApiServerTest::isReady));
      // A Channel that is Ready may still have something to add; its successor would write that.
      operator.settle();
    }
    List<Channel> before = channels(client);
    try (var restarted = RunningOperator.start(config, question)) {
      // Once because it started, and once because a connector it did not know has answered.
      await().until(() -> restarted.reconciles() >= 2 * CHANNELS);
      restarted.settle();
      assertThat(restarted.requests().writes().stream().filter(it -> it.contains(namespace)))
          .isEmpty();
    }
    assertThat(channels(client)).isEqualTo(before);
  }

  private static boolean isReady(Channel channel) {
    return channel.getStatus() != null
        && Conditions.find(channel.getStatus().conditions(), "Ready")
            .filter(it -> it.getStatus().equals("True"))
            .isPresent();
  }

  private void serve(KubernetesClient client, Channel channel) {
    String name = channel.getMetadata().getName();
    String address = "198.51.100." + name.substring(name.indexOf('-') + 1);
    revisions.put(address, Serving.configuration(client, channel).path("revision").asText());
    Serving.start(client, channel, address);
  }

  private List<Channel> channels(KubernetesClient client) {
    return client.resources(Channel.class).inNamespace(namespace).list().getItems();
  }

  private List<Deployment> deployments(KubernetesClient client) {
    return client.apps().deployments().inNamespace(namespace).list().getItems();
  }
}
