package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an admission policy forbids is told in the status, whatever was tried. */
@ExtendWith({Helm.class, RealApiServer.class})
final class RefusalsOnApiServerTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: {type: None}
        scaling: {minReplicas: 3%2$s}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %1$s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %1$s}
        responder: {type: Echo}
      """;

  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: %1$s}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: ["*"], apiVersions: ["*"], resources: ["%2$s"], operations: ["%3$s"]}
        validations:
        - {expression: "%4$s", message: "the platform team says no"}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: %1$s}
      spec:
        policyName: %1$s
        validationActions: [Deny]
        matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}}
      """;

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void newNamespace(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "refusals");
  }

  @Test
  void aDeletionThatIsForbiddenIsSaidAndHealsWhenItIsAllowed(
      Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      client.resource(CLASS.formatted(namespace, ", maxReplicas: 9")).create();
      client.resource(CHANNEL.formatted(namespace)).create();
      await().untilAsserted(() -> assertThat(autoscaler(client)).isNotNull());
      forbid(client, "horizontalpodautoscalers", "DELETE", "false");
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> client.resource(autoscaler(client)).dryRun().delete())
                      .hasMessageContaining("the platform team says no"));

      client.resource(CLASS.formatted(namespace, "")).update();
      await()
          .untilAsserted(
              () ->
                  assertThat(ready(client).getMessage())
                      .contains("deleting HorizontalPodAutoscaler support-connector failed")
                      .contains("the platform team says no"));
      assertThat(ready(client).getReason()).isEqualTo("Refused");

      allow(client);
      await().untilAsserted(() -> assertThat(autoscaler(client)).isNull());
      await().untilAsserted(() -> assertThat(ready(client).getReason()).isNotEqualTo("Refused"));
    }
  }

  @Test
  void aHandOverOfReplicasThatIsForbiddenIsSaid(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      client.resource(CLASS.formatted(namespace, "")).create();
      client.resource(CHANNEL.formatted(namespace)).create();
      await().untilAsserted(() -> assertThat(deployment(client)).isNotNull());
      forbid(
          client, "deployments", "UPDATE", "request.options.fieldManager != 'touchpoint-replicas'");
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> ReplicaHandover.keep(client, deployment(client), 4))
                      .hasMessageContaining("the platform team says no"));

      client.resource(CLASS.formatted(namespace, ", maxReplicas: 9")).update();
      await()
          .untilAsserted(
              () ->
                  assertThat(ready(client).getMessage())
                      .contains("handing over the replicas of Deployment support-connector failed")
                      .contains("the platform team says no"));
    } finally {
      allow(client);
    }
  }

  /** The namespace's objects go in any order, and its Channel may be the last. */
  @Test
  void aNamespaceThatIsDeletedIsLeftToGo(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      client.resource(CLASS.formatted(namespace, "")).create();
      client.resource(CHANNEL.formatted(namespace)).create();
      await().untilAsserted(() -> assertThat(deployment(client)).isNotNull());
      await().untilAsserted(() -> assertThat(ready(client).getReason()).isEqualTo("RollingOut"));
      // What its own writes wake it to may come late; each would be one try more.
      await()
          .during(Duration.ofSeconds(3))
          .until(() -> writes(operator).size(), new Unchanged<Integer>()::holds);
      client.namespaces().withName(namespace).delete();
      int before = writes(operator).size();

      // Nobody collects anything here: this API server runs without controllers.
      client.configMaps().inNamespace(namespace).withName("support-connector").delete();

      await().until(() -> writes(operator).size() > before);
      await()
          .during(Duration.ofSeconds(3))
          .untilAsserted(
              () ->
                  assertThat(writes(operator).subList(before, writes(operator).size()))
                      .as("one try, no status, no Event")
                      .singleElement(InstanceOfAssertFactories.STRING)
                      .endsWith("/configmaps/support-connector"));
      assertThat(ready(client).getReason()).isEqualTo("RollingOut");
    } finally {
      // Else operators of other tests would try as well.
      client.resources(Channel.class).inNamespace(namespace).delete();
    }
  }

  /** Whether what is seen is what was seen the time before. */
  private static final class Unchanged<T> {
    private @Nullable T last;

    boolean holds(T seen) {
      boolean same = seen.equals(last);
      last = seen;
      return same;
    }
  }

  private List<String> writes(RunningOperator operator) {
    return operator.requests().writes().stream()
        .filter(it -> it.contains("/" + namespace + "/"))
        .toList();
  }

  private void forbid(KubernetesClient client, String kind, String operation, String unless) {
    for (String document :
        POLICY.formatted(namespace, kind, operation, unless).split("---\n", -1)) {
      client.resource(document).create();
    }
  }

  private void allow(KubernetesClient client) {
    var admission = client.admissionRegistration().v1();
    admission.validatingAdmissionPolicyBindings().withName(namespace).delete();
    admission.validatingAdmissionPolicies().withName(namespace).delete();
  }

  private HorizontalPodAutoscaler autoscaler(KubernetesClient client) {
    return client
        .resources(HorizontalPodAutoscaler.class)
        .inNamespace(namespace)
        .withName("support-connector")
        .get();
  }

  private Deployment deployment(KubernetesClient client) {
    return client.apps().deployments().inNamespace(namespace).withName("support-connector").get();
  }

  private Condition ready(KubernetesClient client) {
    Channel channel =
        client.resources(Channel.class).inNamespace(namespace).withName("support").get();
    assertThat(channel.getStatus()).as("status").isNotNull();
    return Conditions.find(channel.getStatus().conditions(), "Ready").orElseThrow();
  }
}
