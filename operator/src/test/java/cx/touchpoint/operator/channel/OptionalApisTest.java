package cx.touchpoint.operator.channel;

import static cx.touchpoint.operator.testing.Manifests.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.CrdFile;
import cx.touchpoint.operator.testing.OptionalApiFiles;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** APIs that are installed and removed while the operator runs, with their real definitions. */
@ExtendWith({OptionalApiFiles.class, Helm.class, RealApiServer.class})
final class OptionalApisTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec:
        exposure:
          type: Gateway
          gateway: {name: public, namespace: gateways}
          hostTemplate: "{channel}-{namespace}.cx.example.com"
        monitoring: {labels: {release: kube-prometheus-stack}, scrapeInterval: 15s}
      """;

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @Test
  void aGatewayApiInstalledLaterIsUsedAndItsAnswersReachTheStatus(
      Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "gateway");
    client.resource(CLASS.formatted(namespace)).create();
    client.resource(SUPPORT.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(exposed(client, namespace).getReason())
                      .isEqualTo("GatewayApiMissing"));

      CrdFile.apply(client, OptionalApiFiles.of("httproutes"));
      await().untilAsserted(() -> assertThat(route(client, namespace)).isNotNull());
      assertThat(route(client, namespace).getSpec().getHostnames())
          .containsExactly("support-" + namespace + ".cx.example.com");
      await()
          .untilAsserted(
              () ->
                  assertThat(exposed(client, namespace).getReason()).isEqualTo("RouteUnanswered"));

      answer(client, namespace, accepted("False", "NotAllowedByListeners"));
      await()
          .untilAsserted(
              () -> {
                assertThat(exposed(client, namespace).getReason())
                    .isEqualTo("NotAllowedByListeners");
                assertThat(exposed(client, namespace).getStatus()).isEqualTo("False");
              });
      answer(client, namespace, accepted("True", "Accepted"), resolved("False", "BackendNotFound"));
      await()
          .untilAsserted(
              () ->
                  assertThat(exposed(client, namespace).getReason()).isEqualTo("BackendNotFound"));
      answer(client, namespace, accepted("True", "Accepted"), resolved("True", "ResolvedRefs"));
      await()
          .untilAsserted(
              () -> assertThat(exposed(client, namespace).getStatus()).isEqualTo("True"));

      remove(client, "httproutes.gateway.networking.k8s.io");
      await()
          .untilAsserted(
              () ->
                  assertThat(exposed(client, namespace).getReason())
                      .isEqualTo("GatewayApiMissing"));
      assertThat(operator.get("/livez")).isEqualTo("alive\n");
    }
  }

  @Test
  void aPrometheusOperatorInstalledLaterIsUsed(
      Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "monitor");
    client.resource(CLASS.formatted(namespace)).create();
    client.resource(SUPPORT.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().until(() -> operator.reconciles() >= 1);
      CrdFile.apply(client, OptionalApiFiles.of("podmonitors"));
      CrdFile.apply(client, OptionalApiFiles.of("prometheusrules"));
      await()
          .untilAsserted(
              () -> {
                PodMonitor monitor =
                    client
                        .resources(PodMonitor.class)
                        .inNamespace(namespace)
                        .withName("support-connector")
                        .get();
                assertThat(monitor).isNotNull();
                assertThat(monitor.getMetadata().getLabels())
                    .containsEntry("release", "kube-prometheus-stack");
                assertThat(monitor.getSpec().getPodMetricsEndpoints())
                    .singleElement()
                    .satisfies(it -> assertThat(it.getInterval()).isEqualTo("15s"));
              });
    }
    // What the API server adds to it by default must not look like a difference.
    try (var next = RunningOperator.start(config)) {
      await().until(() -> next.reconciles() >= 1);
      assertThat(next.requests().writes()).noneMatch(it -> it.contains("podmonitors"));
      remove(client, "podmonitors.monitoring.coreos.com");
      remove(client, "prometheusrules.monitoring.coreos.com");
    }
  }

  private static void remove(KubernetesClient client, String name) {
    client.apiextensions().v1().customResourceDefinitions().withName(name).delete();
    await()
        .until(
            () ->
                client.apiextensions().v1().customResourceDefinitions().withName(name).get()
                    == null);
  }

  private static HTTPRoute route(KubernetesClient client, String namespace) {
    return client
        .resources(HTTPRoute.class)
        .inNamespace(namespace)
        .withName("support-connector")
        .get();
  }

  /** Answers as a Gateway's controller does. */
  private static void answer(KubernetesClient client, String namespace, Condition... conditions) {
    HTTPRoute route = route(client, namespace);
    route.setStatus(
        new HTTPRouteStatusBuilder()
            .addNewParent()
            .withControllerName("example.com/gateway")
            .withNewParentRef()
            .withName("public")
            .withNamespace("gateways")
            .endParentRef()
            .withConditions(conditions)
            .endParent()
            .build());
    client.resource(route).updateStatus();
  }

  private static Condition accepted(String status, String reason) {
    return condition("Accepted", status, reason);
  }

  private static Condition resolved(String status, String reason) {
    return condition("ResolvedRefs", status, reason);
  }

  private static Condition condition(String type, String status, String reason) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage("said by the test")
        .withObservedGeneration(1L)
        .withLastTransitionTime("2026-01-01T00:00:00Z")
        .build();
  }

  private static Condition exposed(KubernetesClient client, String namespace) {
    var channel = client.resources(Channel.class).inNamespace(namespace).withName("support").get();
    assertThat(channel.getStatus()).as("status").isNotNull();
    return Conditions.find(channel.getStatus().conditions(), "Exposed")
        .orElseThrow(() -> new AssertionError("no Exposed in " + channel.getStatus()));
  }
}
