package cx.touchpoint.operator.management;

import static cx.touchpoint.operator.testing.Manifests.CLASS;
import static cx.touchpoint.operator.testing.Manifests.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a running operator serves on /metrics, and what its dashboard shows of it. */
@ExtendWith({Helm.class, RealApiServer.class})
final class OperatorMetricsTest {

  private static final Path DASHBOARD =
      Path.of("../charts/touchpoint/files/dashboards/operator.json");

  /** A metric's name in PromQL: what stands before a selector. Functions stand before brackets. */
  private static final Pattern METRIC = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{");

  private static final String FOREIGN =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: support-connector, namespace: %s}
      data: {connector.json: mine}
      """;

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @Test
  void everyMetricOfTheDashboardIsServed(
      Config config, KubernetesClient client, RealApiServer server) throws IOException {
    String namespace = server.newNamespace(client, "metrics");
    client.resource(CLASS.formatted(namespace)).create();
    // A reconcile that fails, so that failures are counted, and pauses for the collector.
    client.resource(FOREIGN.formatted(namespace)).create();
    client.resource(SUPPORT.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().until(() -> value(operator, "touchpoint_channels{ready=\"False\"}") >= 1);
      System.gc();
      await()
          .untilAsserted(
              () -> assertThat(names(operator)).containsAll(asked()).hasSizeGreaterThan(40));
    }
  }

  @Test
  void whatIsCountedTellsWhatHappened(
      Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "metrics");
    client.resource(CLASS.formatted(namespace)).create();
    client.resource(SUPPORT.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().until(() -> value(operator, "touchpoint_channels{ready=\"Unknown\"}") >= 1);
      await().until(() -> value(operator, "touchpoint_leader") == 1);
      await()
          .until(
              () ->
                  value(operator, "touchpoint_api_requests_total{code=\"201\",method=\"PATCH\"}")
                      >= 7);
      assertThat(operator.get("/metrics")).doesNotContain(namespace);
    }
  }

  @Test
  void aQuestionIsCountedByWhetherItWasAnswered() {
    try (var metrics = new OperatorMetrics()) {
      var question =
          metrics.counted(
              address -> {
                throw new IOException("silent");
              });

      assertThatThrownBy(() -> question.ask("10.0.0.1")).hasMessage("silent");
      assertThat(metrics.registry().scrape())
          .contains("touchpoint_connector_polls_seconds_count{outcome=\"failed\"} 1")
          .contains("touchpoint_connector_polls_seconds_count{outcome=\"answered\"} 0");
    }
  }

  @Test
  void theDashboardIsOneThatGrafanaCanTellFromOthers() throws IOException {
    JsonNode dashboard = dashboard();
    List<Integer> ids = new ArrayList<>();
    Set<String> titles = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      ids.add(panel.get("id").asInt());
      titles.add(panel.get("title").asText());
      assertThat(panel.get("description").asText()).isNotBlank();
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
    }

    assertThat(dashboard.get("uid").asText()).isEqualTo("touchpoint-operator");
    assertThat(ids).hasSizeGreaterThan(8).doesNotHaveDuplicates();
    assertThat(titles).hasSameSizeAs(ids);
  }

  @Test
  void theChartBringsTheDashboardAsItIs(Helm helm) throws IOException {
    var shipped =
        helm.render().stream()
            .filter(ConfigMap.class::isInstance)
            .map(ConfigMap.class::cast)
            .filter(it -> it.getMetadata().getName().equals("touchpoint-operator-dashboard"))
            .findFirst()
            .orElseThrow();

    assertThat(shipped.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(new ObjectMapper().readTree(shipped.getData().get("touchpoint-operator.json")))
        .isEqualTo(dashboard());
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(DASHBOARD.toFile());
  }

  /** Every metric a panel of the dashboard asks for. */
  private static Set<String> asked() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (JsonNode panel : dashboard().get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        List<String> names =
            METRIC.matcher(target.get("expr").asText()).results().map(it -> it.group(1)).toList();
        assertThat(names).as(target.get("expr").asText()).isNotEmpty();
        asked.addAll(names);
      }
    }
    return asked;
  }

  private static Set<String> names(RunningOperator operator) {
    return operator
        .get("/metrics")
        .lines()
        .filter(it -> !it.startsWith("#"))
        .map(it -> it.split("[ {]", 2)[0])
        .collect(Collectors.toSet());
  }

  private static double value(RunningOperator operator, String series) {
    return operator
        .get("/metrics")
        .lines()
        .filter(it -> it.startsWith(series))
        .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' '))))
        .sum();
  }
}
