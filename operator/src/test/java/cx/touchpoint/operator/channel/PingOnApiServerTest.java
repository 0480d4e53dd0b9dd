package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.CrdFile;
import cx.touchpoint.operator.testing.Manifests;
import cx.touchpoint.operator.testing.OptionalApiFiles;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The public /ping of connectors is fetched where customers reach it, which a cluster decides. */
@ExtendWith({OptionalApiFiles.class, Helm.class, RealApiServer.class})
final class PingOnApiServerTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec:
        exposure: {type: Service, service: {type: LoadBalancer}}
        monitoring: {prober: {url: "blackbox-exporter.monitoring.svc:9115"}}
      """;

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
    CrdFile.apply(client, OptionalApiFiles.of("probes"));
  }

  @AfterAll
  static void leaveNoDefinition(KubernetesClient client) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("probes.monitoring.coreos.com")
        .delete();
  }

  @Test
  void itIsFetchedOnceALoadBalancerHasAnAddressAndFollowsIt(
      Config config, KubernetesClient client, RealApiServer server) {
    client.resources(Channel.class).inAnyNamespace().delete();
    String namespace = server.newNamespace(client, "ping");
    client.resource(CLASS.formatted(namespace)).create();
    client.resource(Manifests.SUPPORT.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(service(client, namespace)).isNotNull());
      await().until(() -> status(client, namespace).isPresent());
      assertThat(targets(client, namespace)).isEmpty();

      balance(client, namespace, "lb.example.com");
      await()
          .untilAsserted(
              () ->
                  assertThat(targets(client, namespace))
                      .containsExactly("http://lb.example.com:8080/ping"));
      balance(client, namespace, "other.example.com");
      await()
          .untilAsserted(
              () ->
                  assertThat(targets(client, namespace))
                      .containsExactly("http://other.example.com:8080/ping"));
      await()
          .untilAsserted(
              () -> assertThat(address(client, namespace)).contains("other.example.com"));
    }
    try (var restarted = RunningOperator.start(config)) {
      await().until(() -> restarted.reconciles() >= 1);
      assertThat(restarted.requests().writes().stream().filter(it -> it.contains(namespace)))
          .isEmpty();
    }
  }

  private static Service service(KubernetesClient client, String namespace) {
    return client.services().inNamespace(namespace).withName("support-connector").get();
  }

  private static Optional<String> status(KubernetesClient client, String namespace) {
    var channel = client.resources(Channel.class).inNamespace(namespace).withName("support").get();
    return Optional.ofNullable(channel.getStatus()).map(it -> it.className());
  }

  private static @Nullable String address(KubernetesClient client, String namespace) {
    return client
        .resources(Channel.class)
        .inNamespace(namespace)
        .withName("support")
        .get()
        .getStatus()
        .address();
  }

  /** Answers as a load balancer's controller does. */
  private static void balance(KubernetesClient client, String namespace, String host) {
    Service service = service(client, namespace);
    service.setStatus(
        new ServiceStatusBuilder()
            .withNewLoadBalancer()
            .addNewIngress()
            .withHostname(host)
            .endIngress()
            .endLoadBalancer()
            .build());
    client.resource(service).updateStatus();
  }

  private static List<String> targets(KubernetesClient client, String namespace) {
    return client.resources(Probe.class).inNamespace(namespace).list().getItems().stream()
        .flatMap(it -> it.getSpec().getTargets().getStaticConfig().getStatic().stream())
        .toList();
  }
}
