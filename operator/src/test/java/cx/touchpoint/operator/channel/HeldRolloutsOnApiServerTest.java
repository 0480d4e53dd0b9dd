package cx.touchpoint.operator.channel;

import static cx.touchpoint.operator.testing.Manifests.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.LoopbackPrometheus;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A budget that is used up holds rollouts back, if its objective says so. */
@ExtendWith({Helm.class, RealApiServer.class})
final class HeldRolloutsOnApiServerTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: {type: None}
        connector: {image: "registry.example.com/connector:%2$s"%3$s}
        monitoring: {prometheus: {url: "%4$s"}}
      """;

  private static final String OBJECTIVE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: available, namespace: %s}
      spec:
        channels: {names: [support]}
        indicator: {type: Availability}
        objective: 99.9%%
        whenExhausted: HoldRollouts
      """;

  private static final String AUTHORITIES = ", caBundle: {configMapRef: {name: authorities}}";

  private String namespace = "";
  private String prometheus = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @Test
  void onlyWhatMendsPassesWhileTheBudgetIsUsedUp(
      Config config, KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "held");
    try (var loopback = new LoopbackPrometheus()) {
      prometheus = loopback.url();
      changeClass(client, "1", "");
      client.resource(SUPPORT.formatted(namespace, namespace)).create();
      client.resource(OBJECTIVE.formatted(namespace)).create();
      says(loopback, 0.5);
      try (var operator = RunningOperator.startHurried(config)) {
        hasImage(client, "1");
        changeClass(client, "2", "");
        hasImage(client, "2");

        says(loopback, -0.5);
        await().untilAsserted(() -> assertThat(exhausted(client)).isPresent());
        changeClass(client, "3", "");
        await()
            .untilAsserted(
                () ->
                    assertThat(condition(client, "RolloutHeld"))
                        .hasValueSatisfying(
                            it -> {
                              assertThat(it.getReason()).isEqualTo("BudgetExhausted");
                              assertThat(it.getMessage())
                                  .contains(
                                      "ServiceLevelObjective available",
                                      "touchpoint.cx/rollout: Proceed");
                            }));
        assertThat(image(client)).endsWith(":2");

        // Certificate authorities must be replaceable on the worst of days. What is given in the
        // second in which the budget ran out counts as older than that.
        Instant ranOut = Instant.parse(exhausted(client).orElseThrow().getLastTransitionTime());
        await().until(() -> Instant.now().isAfter(ranOut.plusSeconds(1)));
        changeClass(client, "2", AUTHORITIES);
        await()
            .untilAsserted(
                () ->
                    assertThat(connector(client).getSpec().getTemplate().getSpec().getVolumes())
                        .anyMatch(it -> it.getName().equals("ca")));
        // The status is written after the Deployment.
        await().untilAsserted(() -> assertThat(condition(client, "RolloutHeld")).isEmpty());

        changeClass(client, "4", AUTHORITIES);
        await().untilAsserted(() -> assertThat(image(client)).endsWith(":4"));
      }
    }
  }

  @Test
  void aReturnToTheFormerTemplatePassesAndSoDoesWhatAPersonLetsThrough(
      Config config, KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "held");
    try (var loopback = new LoopbackPrometheus()) {
      prometheus = loopback.url();
      changeClass(client, "1", "");
      client.resource(SUPPORT.formatted(namespace, namespace)).create();
      client.resource(OBJECTIVE.formatted(namespace)).create();
      says(loopback, 0.5);
      try (var operator = RunningOperator.startHurried(config)) {
        hasImage(client, "1");
        changeClass(client, "2", "");
        hasImage(client, "2");
        says(loopback, -0.5);
        await().untilAsserted(() -> assertThat(exhausted(client)).isPresent());

        changeClass(client, "3", "");
        await().untilAsserted(() -> assertThat(condition(client, "RolloutHeld")).isPresent());
        client
            .resources(Channel.class)
            .inNamespace(namespace)
            .withName("support")
            .edit(
                it -> {
                  it.getMetadata().setAnnotations(Map.of("touchpoint.cx/rollout", "Proceed"));
                  return it;
                });
        hasImage(client, "3");
      }
      changeClass(client, "2", "");
      try (var restarted = RunningOperator.startHurried(config)) {
        hasImage(client, "2");
        // The status is written after the Deployment.
        await().untilAsserted(() -> assertThat(condition(client, "RolloutHeld")).isEmpty());
      }
    }
  }

  private void says(LoopbackPrometheus loopback, double budget) {
    for (var figure :
        Map.of(
                "touchpoint:slo:budget_remaining",
                budget,
                "touchpoint:slo_errors:ratio_period",
                0.01)
            .entrySet()) {
      loopback.says(
          Map.of(
              "__name__",
              figure.getKey(),
              "namespace",
              namespace,
              "slo",
              "slo/available",
              "channel",
              "support"),
          figure.getValue());
    }
  }

  private void changeClass(KubernetesClient client, String image, String more) {
    client
        .resource(CLASS.formatted(namespace, image, more, prometheus))
        .createOr(it -> it.update());
    assertThat(client.resources(ChannelClass.class).withName(namespace).get()).isNotNull();
  }

  private void hasImage(KubernetesClient client, String tag) {
    await().untilAsserted(() -> assertThat(image(client)).endsWith(":" + tag));
  }

  private String image(KubernetesClient client) {
    Deployment connector = connector(client);
    return connector == null
        ? ""
        : connector.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private Deployment connector(KubernetesClient client) {
    return client.apps().deployments().inNamespace(namespace).withName("support-connector").get();
  }

  private Optional<Condition> exhausted(KubernetesClient client) {
    var status =
        client
            .resources(ServiceLevelObjective.class)
            .inNamespace(namespace)
            .withName("available")
            .get()
            .getStatus();
    return status == null
        ? Optional.empty()
        : Conditions.find(status.conditions(), BudgetHold.EXHAUSTED);
  }

  private Optional<Condition> condition(KubernetesClient client, String type) {
    var status =
        client
            .resources(Channel.class)
            .inNamespace(namespace)
            .withName("support")
            .get()
            .getStatus();
    List<Condition> all = status == null ? List.of() : status.conditions();
    return Conditions.find(all, type);
  }
}
