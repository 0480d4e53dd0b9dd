package cx.touchpoint.operator.responsetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.CrdFile;
import cx.touchpoint.operator.testing.OptionalApiFiles;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import io.fabric8.openshift.api.model.monitoring.v1.Prometheus;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a Prometheus of kube-prometheus-stack's defaults finds of ours, by its own selectors. */
@ExtendWith({OptionalApiFiles.class, Helm.class, RealApiServer.class})
final class PickedUpByPrometheusOperatorTest {

  private static final List<String> KINDS =
      List.of("prometheuses", "prometheusrules", "podmonitors", "probes");

  private static final Path STACK =
      Path.of("src/test/resources/monitoring/kube-prometheus-stack.yaml");

  private static final String OBJECTS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: {type: None}
        monitoring:
          prober: {url: "blackbox-exporter.monitoring.svc:9115"}
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %1$s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %1$s}
        responder: {type: Echo}
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: shop, namespace: %1$s}
      spec: {type: Website, classRef: {name: %1$s}, website: {url: "https://shop.example.com/"}}
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: answer-fast, namespace: %1$s}
      spec:
        channels: {names: [support]}
        targets: [{name: first-reply, phase: FirstResponse, within: 10s, objective: 95%%}]
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: reachable, namespace: %1$s}
      spec:
        channels: {names: [shop]}
        indicator: {type: Availability}
        objective: 99.9%%
      """;

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
    KINDS.forEach(it -> CrdFile.apply(client, OptionalApiFiles.of(it)));
  }

  @AfterAll
  static void leaveNoDefinition(KubernetesClient client) {
    var definitions = client.apiextensions().v1().customResourceDefinitions();
    KINDS.stream()
        .map(it -> it + ".monitoring.coreos.com")
        .forEach(
            it -> {
              definitions.withName(it).delete();
              await().until(() -> definitions.withName(it).get() == null);
            });
  }

  @Test
  void theLabelOfAClassIsWhatAKubePrometheusStackSelectsBy(
      Config config, KubernetesClient client, RealApiServer server) throws IOException {
    String namespace = server.newNamespace(client, "stack");
    PrometheusSpec stack = stack(client, namespace);
    Stream.of(OBJECTS.formatted(namespace).split("---\n"))
        .forEach(it -> client.resource(it).create());
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () -> {
                assertThat(all(client, PodMonitor.class, namespace)).hasSize(1);
                assertThat(all(client, Probe.class, namespace)).hasSize(1);
                assertThat(all(client, PrometheusRule.class, namespace)).hasSize(2);
              });
      assertThat(selected(client, PrometheusRule.class, namespace, stack.getRuleSelector()))
          .as("what is found without the label")
          .isEmpty();

      client
          .resource(
              OBJECTS
                  .formatted(namespace)
                  .split("---\n")[0]
                  .replace("prober:", "labels: {release: kube-prometheus-stack}\n    prober:"))
          .update();
      await()
          .untilAsserted(
              () -> {
                assertThat(
                        selected(
                            client, PodMonitor.class, namespace, stack.getPodMonitorSelector()))
                    .containsExactly("support-connector");
                assertThat(selected(client, Probe.class, namespace, stack.getProbeSelector()))
                    .containsExactly("shop-probe");
                assertThat(
                        selected(client, PrometheusRule.class, namespace, stack.getRuleSelector()))
                    .containsExactlyInAnyOrder("answer-fast-response-time", "reachable-objective");
              });
      assertThat(operator.requests().forbidden())
          .filteredOn(it -> it.contains("/" + namespace + "/"))
          .isEmpty();
    }
  }

  /** Its selectors as the API server took them, by the real definition. */
  private static PrometheusSpec stack(KubernetesClient client, String namespace)
      throws IOException {
    PrometheusSpec spec =
        client
            .resources(Prometheus.class)
            .inNamespace(namespace)
            .resource(
                io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
                    Files.readString(STACK), Prometheus.class))
            .create()
            .getSpec();
    // A selector without terms takes every namespace; what is asked for here is within ours.
    assertThat(
            List.of(
                spec.getRuleNamespaceSelector(),
                spec.getPodMonitorNamespaceSelector(),
                spec.getProbeNamespaceSelector()))
        .allSatisfy(it -> assertThat(it).isEqualTo(new LabelSelector()));
    return spec;
  }

  private static <T extends HasMetadata> List<T> all(
      KubernetesClient client, Class<T> kind, String namespace) {
    return client.resources(kind).inNamespace(namespace).list().getItems();
  }

  private static <T extends HasMetadata> List<String> selected(
      KubernetesClient client, Class<T> kind, String namespace, LabelSelector selector) {
    return client
        .resources(kind)
        .inNamespace(namespace)
        .withLabelSelector(selector)
        .list()
        .getItems()
        .stream()
        .map(it -> it.getMetadata().getName())
        .toList();
  }
}
