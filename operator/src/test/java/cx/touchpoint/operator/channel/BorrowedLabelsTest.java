package cx.touchpoint.operator.channel;

import static cx.touchpoint.operator.testing.Manifests.CLASS;
import static cx.touchpoint.operator.testing.Manifests.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects that carry the labels of what a Channel becomes, put there by somebody else. */
@ExtendWith({Helm.class, RealApiServer.class})
final class BorrowedLabelsTest {

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @Test
  void neitherTheirOwnersNorTheChannelTheyPointToAreTouched(
      Config config, KubernetesClient client, RealApiServer server) {
    String mine = server.newNamespace(client, "mine");
    String theirs = server.newNamespace(client, "theirs");
    client.resource(CLASS.formatted(mine)).create();
    client.resource(SUPPORT.formatted(mine, mine)).create();
    Channel victim = client.resource(loaded(client, SUPPORT.formatted(theirs, mine))).create();
    try (var operator = RunningOperator.start(config)) {
      await().until(() -> configuration(client, mine) != null);
      await().until(() -> configuration(client, theirs) != null);
      String before = version(client, theirs);

      // As the operator's own to the last label, and controlled by the other team's Channel.
      client.resource(borrowed(mine, "mine-to-keep", victim)).create();
      client.resource(borrowed(theirs, "no-ones", null)).create();
      client.configMaps().inNamespace(mine).withName("support-connector").delete();

      // What was taken comes back, so the Channel was looked at after that.
      await().until(() -> configuration(client, mine) != null);
      assertThat(kept(client, mine, "mine-to-keep")).isNotNull();
      assertThat(kept(client, theirs, "no-ones")).isNotNull();
      assertThat(version(client, theirs)).isEqualTo(before);
    }
  }

  private static Channel loaded(KubernetesClient client, String yaml) {
    return client.getKubernetesSerialization().unmarshal(yaml, Channel.class);
  }

  private static ConfigMap borrowed(
      String namespace, String name, @org.jspecify.annotations.Nullable Channel owner) {
    Map<String, String> labels = new TreeMap<>(Labels.of("support"));
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(labels)
            .endMetadata()
            .addToData("connector.json", "mine");
    if (owner != null) {
      map.editMetadata()
          .addNewOwnerReference()
          .withApiVersion(owner.getApiVersion())
          .withKind(owner.getKind())
          .withName(owner.getMetadata().getName())
          .withUid(owner.getMetadata().getUid())
          .withController(true)
          .endOwnerReference()
          .endMetadata();
    }
    return map.build();
  }

  private static @org.jspecify.annotations.Nullable ConfigMap configuration(
      KubernetesClient client, String namespace) {
    return kept(client, namespace, "support-connector");
  }

  private static @org.jspecify.annotations.Nullable ConfigMap kept(
      KubernetesClient client, String namespace, String name) {
    return client.configMaps().inNamespace(namespace).withName(name).get();
  }

  private static String version(KubernetesClient client, String namespace) {
    return java.util.Objects.requireNonNull(configuration(client, namespace), namespace)
        .getMetadata()
        .getResourceVersion();
  }
}
