package cx.touchpoint.operator.channel;

import static cx.touchpoint.operator.testing.Manifests.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Classes that are not for every namespace, on a real API server. */
@ExtendWith({Helm.class, RealApiServer.class})
final class AllowedNamespacesTest {

  private static final String GOLD =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec:
        allowedNamespaces: {from: Selector, selector: {matchLabels: {tier: %s}}}
        exposure: {type: None}
      """;

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void newNamespace(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "allowed");
  }

  @Test
  void aChannelOfANamespaceThatIsNotAdmittedWaitsUntilTheNamespaceIsLabelled(
      Config config, KubernetesClient client) {
    client.resource(GOLD.formatted(namespace, namespace)).create();
    client.resource(SUPPORT.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      awaitStalled(client);
      assertThat(connector(client)).isNull();
      assertThat(condition(client, "Ready").getMessage())
          .contains("ChannelClass " + namespace + " does not admit namespace " + namespace)
          .contains("the label tier");

      label(client, namespace);
      await().untilAsserted(() -> assertThat(connector(client)).isNotNull());
      await().untilAsserted(() -> assertThat(references(client)).isEqualTo("Resolved"));
    }
  }

  @Test
  void aChannelWhoseNamespaceIsNoLongerAdmittedKeepsItsConnector(
      Config config, KubernetesClient client) {
    client.resource(GOLD.formatted(namespace, namespace)).create();
    client.resource(SUPPORT.formatted(namespace, namespace)).create();
    label(client, namespace);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(connector(client)).isNotNull());
      Deployment before = connector(client);

      label(client, null);
      awaitStalled(client);
      assertThat(condition(client, "Stalled").getMessage()).contains("keep running as they were");
      assertThat(connector(client)).isEqualTo(before);

      client
          .resources(ChannelClass.class)
          .withName(namespace)
          .edit(it -> client.getKubernetesSerialization().unmarshal(open(it), ChannelClass.class));
      await().untilAsserted(() -> assertThat(references(client)).isEqualTo("Resolved"));
    }
  }

  @Test
  void aLabelThatAdmitsNobodyNewWritesNothing(Config config, KubernetesClient client) {
    client.resource(GOLD.formatted(namespace, namespace)).create();
    client.resource(SUPPORT.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      awaitStalled(client);
      List<String> before = writes(operator);
      double reconciled = operator.reconciles();
      client
          .namespaces()
          .withName(namespace)
          .edit(
              it -> it.edit().editMetadata().addToAnnotations("note", "new").endMetadata().build());
      label(client, "another-tier");
      await().until(() -> operator.reconciles() >= reconciled + 1);
      assertThat(writes(operator)).isEqualTo(before);
    }
  }

  private List<String> writes(RunningOperator operator) {
    return operator.requests().writes().stream().filter(it -> it.contains(namespace)).toList();
  }

  private static String open(ChannelClass channelClass) {
    return """
    apiVersion: touchpoint.cx/v1alpha1
    kind: ChannelClass
    metadata: {name: %s, resourceVersion: "%s"}
    spec: {allowedNamespaces: {from: All}, exposure: {type: None}}
    """
        .formatted(
            channelClass.getMetadata().getName(), channelClass.getMetadata().getResourceVersion());
  }

  private void awaitStalled(KubernetesClient client) {
    await()
        .untilAsserted(
            () ->
                assertThat(condition(client, "Stalled").getReason())
                    .isEqualTo("NamespaceNotAllowed"));
  }

  private String references(KubernetesClient client) {
    return condition(client, "ReferencesResolved").getReason();
  }

  private void label(KubernetesClient client, @Nullable String tier) {
    client
        .namespaces()
        .withName(namespace)
        .edit(
            it -> {
              if (tier == null) {
                it.getMetadata().getLabels().remove("tier");
              } else {
                it.getMetadata().getLabels().put("tier", tier);
              }
              return it;
            });
  }

  private @Nullable Deployment connector(KubernetesClient client) {
    return client.apps().deployments().inNamespace(namespace).withName("support-connector").get();
  }

  private Condition condition(KubernetesClient client, String type) {
    var status =
        client
            .resources(Channel.class)
            .inNamespace(namespace)
            .withName("support")
            .get()
            .getStatus();
    assertThat(status).isNotNull();
    return Conditions.find(status.conditions(), type).orElseThrow(() -> new AssertionError(type));
  }
}
