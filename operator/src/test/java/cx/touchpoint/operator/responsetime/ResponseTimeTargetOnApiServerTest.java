package cx.touchpoint.operator.responsetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.api.v1alpha1.ChannelStatus.TargetStanding;
import cx.touchpoint.api.v1alpha1.Promised.State;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.LoopbackPrometheus;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Targets on a real API server, reconciled under the rights the chart ships. */
@ExtendWith({Helm.class, RealApiServer.class})
final class ResponseTimeTargetOnApiServerTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec: {exposure: {type: None}, monitoring: {prometheus: {url: "%s"}}}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: %s, labels: {journey: %s}}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %2$s}
        responder: {type: Echo}
      """;

  private static final String TARGET =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: answer-fast, namespace: %s}
      spec:
        channels: {selector: {matchLabels: {journey: shop}}}
        targets: [{name: first-reply, phase: FirstResponse, within: 10s, objective: 95%%}]
      """;

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void newNamespace(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "targets");
  }

  @Test
  void aTargetBecomesRulesAndWhatConnectorsCountAndARestartWritesNothing(
      Config config, KubernetesClient client) {
    apply(client, "http://127.0.0.1:9");
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () -> assertThat(condition(client, "Ready").getReason()).isEqualTo("RulesWritten"));
      assertThat(rules(client).getData())
          .hasSize(1)
          .allSatisfy((name, file) -> assertThat(file).contains("TouchpointBudgetBurnFast"));
      await().untilAsserted(() -> assertThat(promises(client)).contains("answer-fast/first-reply"));

      client.resource(rules(client)).delete();
      await().untilAsserted(() -> assertThat(rules(client)).isNotNull());
      client.resource(rules(client)).edit(ResponseTimeTargetOnApiServerTest::emptied);
      await().untilAsserted(() -> assertThat(text(client)).contains("TouchpointBudgetBurnFast"));
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, "TargetsMet").getReason())
                      .isEqualTo("PrometheusUnreachable"));
    }
    try (var restarted = RunningOperator.start(config)) {
      await().until(() -> restarted.reconciles() >= 2);
      await()
          .during(Duration.ofSeconds(3))
          .untilAsserted(
              () ->
                  assertThat(restarted.requests().writes().stream())
                      .filteredOn(it -> it.contains(namespace))
                      .isEmpty());
    }
  }

  @Test
  void aChannelIsTakenUpWithItsLabelAndLetGoWithoutIt(Config config, KubernetesClient client) {
    apply(client, "http://127.0.0.1:9");
    client.resource(CHANNEL.formatted("late", namespace, "none")).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(text(client)).contains("support"));
      assertThat(text(client)).doesNotContain("late");

      label(client, "late", "shop");
      await().untilAsserted(() -> assertThat(text(client)).contains("late|support"));
      await().untilAsserted(() -> assertThat(promises(client, "late")).contains("answer-fast"));

      label(client, "support", "none");
      await().untilAsserted(() -> assertThat(text(client)).doesNotContain("support"));
      await().untilAsserted(() -> assertThat(promises(client)).doesNotContain("answer-fast"));

      client.resources(ResponseTimeTarget.class).inNamespace(namespace).delete();
      await()
          .untilAsserted(() -> assertThat(promises(client, "late")).doesNotContain("answer-fast"));
    }
  }

  @Test
  void whatPrometheusSaysStandsInTheStatusAndIsWrittenSeldom(
      Config config, KubernetesClient client) {
    try (var prometheus = new LoopbackPrometheus()) {
      says(prometheus, "touchpoint:slo_errors:ratio_period", 0.0149);
      says(prometheus, "touchpoint:slo:budget_remaining", 0.7);
      says(prometheus, "touchpoint:slo:data_state", 0);
      apply(client, prometheus.url());
      try (var operator = RunningOperator.startHurried(config)) {
        await()
            .untilAsserted(
                () -> {
                  var status = target(client).getStatus();
                  assertThat(status).isNotNull();
                  assertThat(status.attainment()).isEqualTo("98.51%");
                  assertThat(status.budgetRemaining()).isEqualTo("70.00%");
                  assertThat(status.channels()).isEqualTo(1);
                  assertThat(condition(client, "TargetsMet").getStatus()).isEqualTo("True");
                });
        String version = target(client).getMetadata().getResourceVersion();
        await()
            .untilAsserted(
                () ->
                    assertThat(channel(client).attainment())
                        .as("on its Channel: %s", channel(client))
                        .isEqualTo("98.51%"));
        assertThat(channel(client).targets())
            .containsExactly(
                new TargetStanding(
                    "answer-fast/first-reply", State.Met, "95%", "98.51%", "70.00%"));

        // The next figures come too soon after these: they wait, and then come by themselves.
        says(prometheus, "touchpoint:slo:budget_remaining", -0.2);
        int before = prometheus.asked();
        await().until(() -> prometheus.asked() >= before + 2);
        assertThat(target(client).getMetadata().getResourceVersion()).isEqualTo(version);
        await()
            .untilAsserted(
                () ->
                    assertThat(condition(client, "TargetsMet").getReason())
                        .isEqualTo("BudgetExhausted"));
        assertThat(target(client).getStatus().budgetRemaining()).isEqualTo("-20.00%");
        assertThat(condition(client, "Ready").getStatus()).isEqualTo("True");
        await()
            .untilAsserted(
                () ->
                    assertThat(channel(client).targets())
                        .extracting(TargetStanding::state)
                        .containsExactly(State.Exhausted));

        client.resources(ResponseTimeTarget.class).inNamespace(namespace).delete();
        await().untilAsserted(() -> assertThat(channel(client).targets()).isEmpty());
        assertThat(channel(client).attainment()).isNull();
      }
    }
  }

  @Test
  void whatCannotBeMeasuredIsSaidAndTheRestIsMeasured(Config config, KubernetesClient client) {
    apply(client, "http://127.0.0.1:9");
    client
        .resource(
            TARGET
                .formatted(namespace)
                .replace(
                    "targets: [",
                    "targets: [{name: person, phase: FirstResponse, within: 2m, objective: 80%, by: Human}, "))
        .update();
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () -> {
                assertThat(condition(client, "Ready").getStatus()).isEqualTo("False");
                assertThat(condition(client, "Ready").getMessage())
                    .startsWith("spec.targets[0]: by Human is not measured for ");
                assertThat(condition(client, "Stalled").getStatus()).isEqualTo("True");
              });
      assertThat(text(client))
          .contains("answer-fast/first-reply")
          .doesNotContain("answer-fast/person");
    }
  }

  private void apply(KubernetesClient client, String prometheus) {
    client.resource(CLASS.formatted(namespace, prometheus)).create();
    client.resource(CHANNEL.formatted("support", namespace, "shop")).create();
    client.resource(TARGET.formatted(namespace)).create();
  }

  private void says(LoopbackPrometheus prometheus, String name, double value) {
    prometheus.says(
        Map.of(
            "__name__",
            name,
            "namespace",
            namespace,
            "slo",
            "rtt/answer-fast/first-reply",
            "channel",
            "support"),
        value);
  }

  private void label(KubernetesClient client, String channel, String journey) {
    client
        .resources(Channel.class)
        .inNamespace(namespace)
        .withName(channel)
        .edit(
            it -> {
              it.getMetadata().setLabels(Map.of("journey", journey));
              return it;
            });
  }

  private static ConfigMap emptied(ConfigMap rules) {
    rules.getData().replaceAll((name, file) -> "groups: []");
    return rules;
  }

  private ResponseTimeTarget target(KubernetesClient client) {
    return client
        .resources(ResponseTimeTarget.class)
        .inNamespace(namespace)
        .withName("answer-fast")
        .get();
  }

  private ChannelStatus channel(KubernetesClient client) {
    return client
        .resources(Channel.class)
        .inNamespace(namespace)
        .withName("support")
        .require()
        .getStatus();
  }

  private ConfigMap rules(KubernetesClient client) {
    return client.configMaps().inNamespace(namespace).withName("answer-fast-response-time").get();
  }

  private String text(KubernetesClient client) {
    ConfigMap rules = rules(client);
    return rules == null ? "" : rules.getData().toString();
  }

  private String promises(KubernetesClient client) {
    return promises(client, "support");
  }

  private String promises(KubernetesClient client, String channel) {
    ConfigMap map =
        client.configMaps().inNamespace(namespace).withName(channel + "-connector").get();
    return map == null ? "" : map.getData().toString();
  }

  private Condition condition(KubernetesClient client, String type) {
    var status = target(client).getStatus();
    List<Condition> all = status == null ? List.of() : status.conditions();
    return Conditions.find(all, type)
        .orElseThrow(() -> new AssertionError("no condition " + type + " among " + all));
  }
}
