package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart's values: each one has an effect, and wrong ones are refused in words. */
@ExtendWith(Helm.class)
final class ChartValuesTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theChartPassesTheStrictLint(Helm helm) {
    var ran = helm.run("lint", "--strict", Helm.CHART.toString());

    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output()).doesNotContain("[WARNING]", "[ERROR]");
  }

  @Test
  void theChartPassesTheStrictLintWithEveryValueSet(Helm helm) {
    var ran =
        helm.run("lint", "--strict", Helm.CHART.toString(), "--values", everyValue().toString());

    assertThat(ran.exit()).as(ran.output()).isZero();
  }

  @Test
  void theFixtureSetsEveryValueToAnotherThanTheDefault() {
    Map<String, JsonNode> defaults = settings(read(Helm.CHART.resolve("values.yaml")));
    Map<String, JsonNode> fixture = settings(read(everyValue()));

    assertThat(fixture).containsOnlyKeys(defaults.keySet());
    fixture.forEach((name, value) -> assertThat(value).as(name).isNotEqualTo(defaults.get(name)));
  }

  @Test
  void theSchemaKnowsTheValuesThereAreAndSaysWhatEachIsFor() throws IOException {
    JsonNode schema = JSON.readTree(Helm.CHART.resolve("values.schema.json").toFile());
    Map<String, JsonNode> known = new TreeMap<>();
    properties("", schema, known);
    known.remove("global"); // what Helm hands to every chart below another one

    assertThat(known).containsOnlyKeys(settings(read(Helm.CHART.resolve("values.yaml"))).keySet());
    known.forEach((name, it) -> assertThat(it.path("description").asText()).as(name).isNotBlank());
  }

  /** A value that renders the same objects whatever it says would be a promise nobody keeps. */
  @Test
  void everyValueAloneChangesWhatIsInstalled(Helm helm) throws JsonProcessingException {
    for (var setting : settings(read(everyValue())).entrySet()) {
      ObjectNode values = alone(setting.getKey(), setting.getValue());
      completed(setting.getKey(), values);
      Path file = Helm.scratch("one-value.yaml", YAML.writeValueAsString(values));

      String rendered = helm.template("--values", file.toString()).succeeded().output();

      assertThat(rendered).as(setting.getKey()).isNotEqualTo(without(setting.getKey(), helm));
    }
  }

  private static String without(String setting, Helm helm) throws JsonProcessingException {
    ObjectNode values = JSON.createObjectNode();
    completed(setting, values);
    if (setting.equals("serviceAccount.create")) {
      values.removeAll();
    }
    Path file = Helm.scratch("without-it.yaml", YAML.writeValueAsString(values));
    return helm.template("--values", file.toString()).succeeded().output();
  }

  /** Some values mean nothing, or are refused, without another beside them. */
  private static void completed(String setting, ObjectNode values) {
    if (setting.equals("serviceAccount.create")) {
      values.withObject("/serviceAccount").put("name", "touchpoint-operator");
    }
    if (setting.startsWith("networkPolicy.") && !setting.endsWith("enabled")) {
      values.withObject("/networkPolicy").put("enabled", true);
    }
    if (setting.startsWith("monitoring.podMonitor.") && !setting.endsWith("enabled")) {
      values.withObject("/monitoring/podMonitor").put("enabled", true);
    }
    if (setting.startsWith("monitoring.dashboard.grafanaOperator.")
        && !setting.endsWith("enabled")) {
      values.withObject("/monitoring/dashboard/grafanaOperator").put("enabled", true);
    }
    if (setting.equals("channelClasses")) {
      values.withArray("/watchNamespaces").add("care");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas=0                        | at '/replicas': minimum: got 0, want 1
          replicas=3                        | at '/replicas': maximum: got 3, want 2
          replica=2                         | additional properties 'replica' not allowed
          image.name=x                      | at '/image': additional properties 'name' not allowed
          image.pullPolicy=Sometimes        | at '/image/pullPolicy': value must be one of 'Always'
          image.digest=sha256:12            | at '/image/digest': 'sha256:12' does not match pattern
          image.repository=Touchpoint       | at '/image/repository': 'Touchpoint' does not match
          connector.image.registry=a/b      | at '/connector/image/registry': 'a/b' does not match
          connector.image.tag=a:b           | at '/connector/image/tag': 'a:b' does not match
          imagePullSecrets[0]=x             | at '/imagePullSecrets/0': got string, want object
          crds.install=yes                  | at '/crds/install': got string, want boolean
          rbac.aggregate=1                  | at '/rbac/aggregate': got number, want boolean
          serviceAccount.create=false       | at '/serviceAccount/name': minLength: got 0, want 1
          serviceAccount.name=Me            | at '/serviceAccount/name': 'Me' does not match pattern
          logLevel=loud                     | at '/logLevel': value must be one of 'error', 'warn'
          resources.limits.memory=plenty    | at '/resources/limits/memory': 'plenty' does not match
          terminationGracePeriodSeconds=0   | at '/terminationGracePeriodSeconds': minimum: got 0
          podLabels.a=-                     | at '/podLabels/a': '-' does not match pattern
          tolerations=all                   | at '/tolerations': got string, want array
          watchNamespaces[0]=Care           | at '/watchNamespaces/0': 'Care' does not match pattern
          watchNamespaces=care              | at '/watchNamespaces': got string, want array
          channelClasses.a.b=1              | at '/channelClasses/a': missing property 'spec'
          channelClasses.A.spec.exposure=1  | at '/channelClasses': additional properties 'A' not allowed
          channelClasses.a.spec.exposure=1  | only an installation with watchNamespaces takes its
          networkPolicy.apiServer.ports[0]=0 | at '/networkPolicy/apiServer/ports/0': minimum: got 0
          networkPolicy.metricsFrom[0].pod=a | additional properties 'pod' not allowed
          monitoring.podMonitor.enabled=yes | at '/monitoring/podMonitor/enabled': value must be one
          monitoring.podMonitor.interval=30 | at '/monitoring/podMonitor/interval': got number, want
          monitoring.dashboard.labels.a=-   | at '/monitoring/dashboard/labels/a': '-' does not match
          monitoring.dashboard.grafanaOperator.instanceSelector.team=a | additional properties 'team' not
          fullnameOverride=a.b              | at '/fullnameOverride': 'a.b' does not match pattern
          """)
  void aWrongValueIsRefusedByNameAndReason(String setting, String message, Helm helm) {
    var ran = helm.template("--set", setting);

    assertThat(ran.exit()).isNotZero();
    assertThat(ran.errors()).contains(message);
  }

  @Test
  void aClusterTooOldIsRefused(Helm helm) {
    var ran = helm.run("template", "t", Helm.CHART.toString(), "--kube-version", "1.29.9");

    assertThat(ran.exit()).isNotZero();
    assertThat(ran.errors()).contains("requires kubeVersion: >=1.30.0-0").contains("v1.29.9");
  }

  private static Path everyValue() {
    return Helm.fixture("every-value.yaml");
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * The values by their full names, down to what is set as a whole: a resource list, a map of
   * labels, a list.
   */
  private static Map<String, JsonNode> settings(JsonNode values) {
    Map<String, JsonNode> found = new TreeMap<>();
    collect("", values, found);
    return found;
  }

  private static void collect(String prefix, JsonNode values, Map<String, JsonNode> found) {
    values
        .properties()
        .forEach(
            entry -> {
              String name = prefix + entry.getKey();
              if (isBlock(name)) {
                collect(name + ".", entry.getValue(), found);
              } else {
                found.put(name, entry.getValue());
              }
            });
  }

  private static void properties(String prefix, JsonNode schema, Map<String, JsonNode> found) {
    schema
        .get("properties")
        .properties()
        .forEach(
            entry -> {
              String name = prefix + entry.getKey();
              if (isBlock(name)) {
                properties(name + ".", entry.getValue(), found);
              } else {
                found.put(name, entry.getValue());
              }
            });
  }

  private static boolean isBlock(String name) {
    return switch (name) {
      case "image", "connector", "connector.image", "crds", "rbac", "serviceAccount" -> true;
      case "networkPolicy", "networkPolicy.apiServer", "networkPolicy.prometheus" -> true;
      case "monitoring", "monitoring.podMonitor", "monitoring.dashboard" -> true;
      case "monitoring.dashboard.grafanaOperator" -> true;
      default -> false;
    };
  }

  private static ObjectNode alone(String name, JsonNode value) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode block = root;
    String[] parts = name.split("\\.", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      block = block.putObject(parts[i]);
    }
    block.set(parts[parts.length - 1], value);
    return root;
  }
}
