package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.keda.ScaledObject;
import cx.touchpoint.operator.testing.CrdFile;
import cx.touchpoint.operator.testing.LoopbackPrometheus;
import cx.touchpoint.operator.testing.OptionalApiFiles;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who decides the number of replicas, and that no change of hands ever lowers it. */
@ExtendWith({OptionalApiFiles.class, Helm.class, RealApiServer.class})
final class ScalingOnApiServerTest {

  private static final String OBJECTS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: {type: None}
        scaling: {minReplicas: 3}
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %1$s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %1$s}
        responder: {type: Echo}
      """;

  private static final String PROMISE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: fast, namespace: %s}
      spec:
        channels: {names: [support]}
        targets: [{name: reply, phase: FirstResponse, within: 10s, objective: 95%%}]
      """;

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @AfterEach
  void withoutKeda(KubernetesClient client) {
    var definition =
        client.apiextensions().v1().customResourceDefinitions().withName("scaledobjects.keda.sh");
    definition.delete();
    await().untilAsserted(() -> assertThat(definition.get()).isNull());
  }

  @Test
  void fromFixedToCpuToKedaAndBackNoReplicaIsLost(
      Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "scaling");
    for (String document : OBJECTS.formatted(namespace).split("---\n", -1)) {
      client.resource(document).create();
    }
    var deployments = client.apps().deployments().inNamespace(namespace);
    var fewest = new java.util.concurrent.atomic.AtomicInteger(Integer.MAX_VALUE);
    try (var operator = RunningOperator.start(config);
        var watch =
            deployments.watch(
                new io.fabric8.kubernetes.client.Watcher<Deployment>() {
                  @Override
                  public void eventReceived(Action action, Deployment seen) {
                    fewest.accumulateAndGet(seen.getSpec().getReplicas(), Math::min);
                  }

                  @Override
                  public void onClose(io.fabric8.kubernetes.client.WatcherException cause) {}
                })) {
      await().untilAsserted(() -> assertThat(replicas(client, namespace)).isEqualTo(3));

      setMost(client, namespace, 9);
      await().untilAsserted(() -> assertThat(autoscaler(client, namespace)).isNotNull());
      await().untilAsserted(() -> assertThat(managesReplicas(client, namespace)).isFalse());
      assertThat(replicas(client, namespace)).isEqualTo(3);

      // As an autoscaler does.
      deployments.withName("support-connector").scale(7);
      CrdFile.apply(client, OptionalApiFiles.of("scaledobjects"));
      await()
          .untilAsserted(
              () -> {
                var scaled =
                    client
                        .resources(ScaledObject.class)
                        .inNamespace(namespace)
                        .withName("support-connector")
                        .get();
                assertThat(scaled).isNotNull();
                assertThat(scaled.getSpec().minReplicaCount()).isEqualTo(3);
                assertThat(scaled.getSpec().maxReplicaCount()).isEqualTo(9);
                assertThat(autoscaler(client, namespace)).isNull();
              });
      assertThat(replicas(client, namespace)).isEqualTo(7);
      assertThat(fewest.get()).isEqualTo(3);

      deployments.withName("support-connector").scale(1);
      await().untilAsserted(() -> assertThat(replicas(client, namespace)).isEqualTo(3));

      client
          .resources(ChannelClass.class)
          .withName(namespace)
          .edit(
              it -> {
                it.setSpec(withMost(it, null));
                return it;
              });
      await().untilAsserted(() -> assertThat(managesReplicas(client, namespace)).isTrue());
      assertThat(replicas(client, namespace)).isEqualTo(3);
    }
  }

  @Test
  void aPromiseScalesWhatCpuScaledBeforeAndNoReplicaIsLost(
      Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "promise");
    CrdFile.apply(client, OptionalApiFiles.of("scaledobjects"));
    String objects =
        OBJECTS
            .formatted(namespace)
            .replace("scaling: {minReplicas: 3}", "scaling: {minReplicas: 3, maxReplicas: 9}")
            .replace(
                "exposure: {type: None}",
                "exposure: {type: None}\n  monitoring: {prometheus: {url: \"http://127.0.0.1:9\"}}");
    for (String document : objects.split("---\n", -1)) {
      client.resource(document).create();
    }
    var deployments = client.apps().deployments().inNamespace(namespace);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(triggers(client, namespace)).containsExactly("cpu"));
      deployments.withName("support-connector").scale(7);

      client.resource(PROMISE.formatted(namespace)).create();
      await()
          .untilAsserted(
              () ->
                  assertThat(triggers(client, namespace))
                      .containsExactly("demand", "signal", "cpu", "connections"));
      await()
          .untilAsserted(
              () ->
                  assertThat(sizing(client, namespace))
                      .startsWith(
                          "7 replicas of 3 to 9: what arrives needs them for fast/reply (95% within"
                              + " 10s)"));
      assertThat(replicas(client, namespace)).isEqualTo(7);
      assertThat(managesReplicas(client, namespace)).isFalse();
      assertThat(deployment(client, namespace).getMetadata().getAnnotations())
          .hasEntrySatisfying(
              "touchpoint.cx/sizing", it -> assertThat(it).contains("at least 3", "at most 9"));

      // A person may ask for another number; the autoscaler has the next word.
      deployments.withName("support-connector").scale(5);
      await()
          .untilAsserted(() -> assertThat(sizing(client, namespace)).startsWith("5 replicas of 3"));
      assertThat(replicas(client, namespace)).isEqualTo(5);
      deployments.withName("support-connector").scale(1);
      await()
          .untilAsserted(
              () ->
                  assertThat(sizing(client, namespace))
                      .startsWith("3 replicas, the fewest it may have"));
      assertThat(replicas(client, namespace)).isEqualTo(3);

      deployments.withName("support-connector").scale(6);
      client.resource(PROMISE.formatted(namespace)).delete();
      await().untilAsserted(() -> assertThat(triggers(client, namespace)).containsExactly("cpu"));
      await()
          .untilAsserted(
              () ->
                  assertThat(sizing(client, namespace)).isEqualTo("6 replicas of 3 to 9, by CPU"));
      assertThat(replicas(client, namespace)).isEqualTo(6);
      assertThat(deployment(client, namespace).getMetadata().getAnnotations())
          .doesNotContainKey("touchpoint.cx/sizing");
    }
    try (var next = RunningOperator.start(config)) {
      await().until(() -> next.reconciles() >= 1);
      assertThat(next.requests().writes()).noneMatch(it -> it.contains(namespace));
    }
  }

  @Test
  void whatStrainsAChannelStandsInItsStatusUntilItIsOver(
      Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "strains");
    CrdFile.apply(client, OptionalApiFiles.of("scaledobjects"));
    var prometheus = new LoopbackPrometheus();
    String objects =
        OBJECTS
            .formatted(namespace)
            .replace("scaling: {minReplicas: 3}", "scaling: {minReplicas: 3, maxReplicas: 9}")
            .replace(
                "exposure: {type: None}",
                "exposure: {type: None}\n  monitoring: {prometheus: {url: \"%s\"}}"
                    .formatted(prometheus.url()));
    try (prometheus;
        var operator = RunningOperator.startHurried(config)) {
      for (String document : objects.split("---\n", -1)) {
        client.resource(document).create();
      }
      client.resource(PROMISE.formatted(namespace)).create();
      await()
          .untilAsserted(
              () -> assertThat(triggers(client, namespace)).contains("demand", "signal"));
      await()
          .untilAsserted(() -> assertThat(reason(client, namespace, "DownstreamSlow")).isEmpty());

      prometheus.says(
          Map.of(
              "__name__", "ALERTS",
              "alertname", "TouchpointDownstreamSlow",
              "alertstate", "firing",
              "namespace", namespace,
              "channel", "support"),
          1);
      await()
          .untilAsserted(
              () ->
                  assertThat(reason(client, namespace, "DownstreamSlow"))
                      .contains("AnswersTakeLonger"));
      assertThat(reason(client, namespace, "CapacitySignalLost")).isEmpty();
      assertThat(replicas(client, namespace)).isEqualTo(3);

      prometheus.close();
      await()
          .untilAsserted(
              () ->
                  assertThat(reason(client, namespace, "CapacitySignalLost"))
                      .contains("PrometheusUnreachable"));
      assertThat(replicas(client, namespace)).isEqualTo(3);

      client.resource(PROMISE.formatted(namespace)).delete();
      await()
          .untilAsserted(
              () -> {
                assertThat(reason(client, namespace, "CapacitySignalLost")).isEmpty();
                assertThat(reason(client, namespace, "DownstreamSlow")).isEmpty();
              });
    }
  }

  private static Optional<String> reason(KubernetesClient client, String namespace, String type) {
    Channel channel =
        client.resources(Channel.class).inNamespace(namespace).withName("support").get();
    assertThat(channel.getStatus()).as("status").isNotNull();
    return Conditions.find(channel.getStatus().conditions(), type)
        .filter(it -> "True".equals(it.getStatus()))
        .map(Condition::getReason);
  }

  private static List<String> triggers(KubernetesClient client, String namespace) {
    ScaledObject scaled =
        client
            .resources(ScaledObject.class)
            .inNamespace(namespace)
            .withName("support-connector")
            .get();
    assertThat(scaled).as("ScaledObject").isNotNull();
    return scaled.getSpec().triggers().stream()
        .map(it -> it.name() == null ? it.type() : it.name())
        .toList();
  }

  private static String sizing(KubernetesClient client, String namespace) {
    Channel channel =
        client.resources(Channel.class).inNamespace(namespace).withName("support").get();
    assertThat(channel.getStatus()).as("status").isNotNull();
    return Objects.requireNonNullElse(channel.getStatus().sizing(), "");
  }

  private static void setMost(KubernetesClient client, String name, int most) {
    client
        .resources(ChannelClass.class)
        .withName(name)
        .edit(
            it -> {
              it.setSpec(withMost(it, most));
              return it;
            });
  }

  private static cx.touchpoint.api.v1alpha1.ChannelClassSpec withMost(
      ChannelClass channelClass, @org.jspecify.annotations.Nullable Integer most) {
    var spec = channelClass.getSpec();
    return new cx.touchpoint.api.v1alpha1.ChannelClassSpec(
        spec.allowedNamespaces(),
        spec.connector(),
        spec.exposure(),
        new cx.touchpoint.api.v1alpha1.ChannelClassSpec.Scaling(3, most, null),
        spec.monitoring(),
        spec.networkPolicy(),
        spec.rollout());
  }

  private static HorizontalPodAutoscaler autoscaler(KubernetesClient client, String namespace) {
    return client
        .resources(HorizontalPodAutoscaler.class)
        .inNamespace(namespace)
        .withName("support-connector")
        .get();
  }

  private static int replicas(KubernetesClient client, String namespace) {
    return deployment(client, namespace).getSpec().getReplicas();
  }

  private static boolean managesReplicas(KubernetesClient client, String namespace) {
    return deployment(client, namespace).getMetadata().getManagedFields().stream()
        .filter(it -> it.getManager().equals("touchpoint"))
        .map(ManagedFieldsEntry::getFieldsV1)
        .anyMatch(
            it ->
                it.getAdditionalProperties().get("f:spec") instanceof java.util.Map<?, ?> spec
                    && spec.containsKey("f:replicas"));
  }

  private static Deployment deployment(KubernetesClient client, String namespace) {
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName("support-connector").get();
    assertThat(deployment).as("Deployment").isNotNull();
    return deployment;
  }
}
