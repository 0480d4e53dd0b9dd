package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chart renders, read without a cluster. */
@ExtendWith(Helm.class)
final class ChartObjectsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void onlyASecondReplicaBringsABudget(Helm helm) {
    assertThat(helm.render()).noneMatch(PodDisruptionBudget.class::isInstance);

    var budget = Helm.only(helm.render("--set", "replicas=2"), PodDisruptionBudget.class);

    assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
  }

  @Test
  void serviceAndBudgetSelectTheOperatorsPodsWhateverLabelsAreAdded(Helm helm) {
    var objects = helm.render("--values", Helm.fixture("every-value.yaml").toString());
    var deployment = Helm.only(objects, Deployment.class);
    var pod = deployment.getSpec().getTemplate().getMetadata().getLabels();

    assertThat(pod).containsEntry("cost-centre", "4711").containsEntry("team", "platform");
    assertThat(pod).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(pod)
        .containsAllEntriesOf(Helm.only(objects, Service.class).getSpec().getSelector())
        .containsAllEntriesOf(
            Helm.only(objects, PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels());
  }

  /** The connectors' NetworkPolicy admits the operator by this label. */
  @Test
  void theOperatorsPodsCarryTheLabelThatConnectorsAdmit(Helm helm) {
    assertThat(pod(helm).getMetadata().getLabels())
        .containsEntry(Labels.NAME, Labels.OPERATOR)
        .doesNotContainEntry(Labels.MANAGED_BY, "touchpoint");
  }

  @Test
  void theOperatorsTokenIsMountedInItsOwnPodOnly(Helm helm) {
    var objects = helm.render();

    assertThat(Helm.only(objects, ServiceAccount.class).getAutomountServiceAccountToken())
        .isFalse();
    assertThat(
            Helm.only(objects, Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getAutomountServiceAccountToken())
        .isTrue();
  }

  @Test
  void theOperatorMayWriteNothingButItsTemporaryDirectory(Helm helm) {
    var spec = pod(helm).getSpec();
    Container container = spec.getContainers().getFirst();

    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getVolumeMounts())
        .singleElement()
        .extracting("mountPath")
        .isEqualTo("/tmp");
    assertThat(spec.getVolumes()).singleElement().extracting("emptyDir.sizeLimit").isNotNull();
  }

  @Test
  void theOperatorHasThreeProbesOnItsManagementPort(Helm helm) {
    Container container = pod(helm).getSpec().getContainers().getFirst();

    assertThat(container.getPorts()).singleElement().extracting("containerPort").isEqualTo(8080);
    assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/livez");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/livez");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
  }

  @Test
  void theOperatorsSettingsReachItsEnvironment(Helm helm) {
    var objects =
        helm.render(
            "--set",
            "connector.image.tag=1.2.3",
            "--set",
            "logLevel=debug",
            "--set",
            "javaOptions=-Xss1m");
    var environment =
        Helm.only(objects, Deployment.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getEnv();

    assertThat(environment)
        .filteredOn(it -> it.getValue() != null)
        .extracting(it -> Map.entry(it.getName(), it.getValue()))
        .containsExactlyInAnyOrder(
            Map.entry("CONNECTOR_IMAGE", "docker.io/touchpoint/connector:1.2.3"),
            Map.entry("LEADER_ELECTION", "true"),
            Map.entry("LOG_LEVEL", "debug"),
            Map.entry("JDK_JAVA_OPTIONS", "-Xss1m"));
    assertThat(environment)
        .filteredOn(it -> it.getValueFrom() != null)
        .extracting(it -> it.getName() + "=" + it.getValueFrom().getFieldRef().getFieldPath())
        .containsExactlyInAnyOrder(
            "OPERATOR_NAMESPACE=metadata.namespace", "POD_NAME=metadata.name");
  }

  @Test
  void aDigestWinsOverATag(Helm helm) {
    String digest = "sha256:" + "a".repeat(64);

    var image =
        Helm.only(helm.render("--set", "image.tag=v1,image.digest=" + digest), Deployment.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getImage();

    assertThat(image).isEqualTo("docker.io/touchpoint/operator@" + digest);
  }

  @Test
  void everyNamespacedObjectLiesInTheReleasesNamespace(Helm helm) {
    var objects = helm.render("--namespace", "elsewhere", "--set", "replicas=2");

    assertThat(objects)
        .filteredOn(it -> it.getMetadata().getNamespace() != null)
        .hasSizeGreaterThan(4)
        .allMatch(it -> it.getMetadata().getNamespace().equals("elsewhere"));
  }

  @Test
  void theChartInstallsTheVersionThatIsBuilt() throws IOException {
    var appVersion = Pattern.compile("(?m)^appVersion: (.+)$");
    var version = Pattern.compile("<version>([^<]+)</version>");
    var chart = appVersion.matcher(Files.readString(Helm.CHART.resolve("Chart.yaml")));
    var parent = version.matcher(Files.readString(Path.of("../pom.xml")));

    assertThat(chart.find() && parent.find()).isTrue();
    assertThat(chart.group(1)).isEqualTo(parent.group(1));
  }

  private static io.fabric8.kubernetes.api.model.PodTemplateSpec pod(Helm helm) {
    return Helm.only(helm.render(), Deployment.class).getSpec().getTemplate();
  }

  @Test
  void aNetworkPolicyIsThereOnRequestAndLetsTheOperatorDoItsWork(Helm helm) {
    assertThat(helm.render()).noneMatch(NetworkPolicy.class::isInstance);

    var objects = helm.render("--set", "networkPolicy.enabled=true");
    var policy = Helm.only(objects, NetworkPolicy.class).getSpec();

    assertThat(policy.getPodSelector().getMatchLabels())
        .isEqualTo(Helm.only(objects, Deployment.class).getSpec().getSelector().getMatchLabels());
    assertThat(policy.getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(ports(policy.getIngress().getFirst().getPorts())).containsExactly(8080);
    assertThat(policy.getEgress())
        .extracting(it -> ports(it.getPorts()))
        .containsExactly(List.of(53, 53), List.of(443, 6443), List.of(9090), List.of(8090));
    assertThat(policy.getEgress().getLast().getTo().getFirst().getPodSelector().getMatchLabels())
        .containsEntry(Labels.NAME, Labels.CONNECTOR);
  }

  @Test
  void aPodMonitorIsThereWhereThePrometheusOperatorIs(Helm helm) {
    assertThat(helm.render()).noneMatch(PodMonitor.class::isInstance);

    var objects = helm.render("--api-versions", "monitoring.coreos.com/v1/PodMonitor");
    var monitor = Helm.only(objects, PodMonitor.class).getSpec();

    assertThat(monitor.getSelector().getMatchLabels())
        .isEqualTo(Helm.only(objects, Deployment.class).getSpec().getSelector().getMatchLabels());
    assertThat(monitor.getPodMetricsEndpoints().getFirst().getPort())
        .isEqualTo(pod(helm).getSpec().getContainers().getFirst().getPorts().getFirst().getName());
    assertThat(
            helm.render(
                "--api-versions",
                "monitoring.coreos.com/v1/PodMonitor",
                "--set",
                "monitoring.podMonitor.enabled=false"))
        .noneMatch(PodMonitor.class::isInstance);
  }

  @Test
  void theDashboardsComeWhereGrafanasSidecarLooks(Helm helm) throws IOException {
    var shipped = Helm.only(helm.render(), ConfigMap.class);

    assertThat(shipped.getMetadata().getName()).isEqualTo("touchpoint-operator-dashboard");
    assertThat(shipped.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(shipped.getData())
        .containsOnlyKeys(
            "touchpoint-overview.json", "touchpoint-channel.json", "touchpoint-operator.json");
    for (var file : shipped.getData().entrySet()) {
      assertThat(JSON.readTree(file.getValue())).isEqualTo(dashboard(file.getKey()));
    }
    assertThat(helm.render("--set", "monitoring.dashboard.enabled=false"))
        .noneMatch(ConfigMap.class::isInstance);
  }

  @Test
  void aGrafanaDashboardForEachIsThereWhereTheGrafanaOperatorIs(Helm helm) throws IOException {
    String served = "grafana.integreatly.org/v1beta1/GrafanaDashboard";
    assertThat(grafanaDashboards(helm.render())).isEmpty();
    assertThat(
            grafanaDashboards(
                helm.render(
                    "--api-versions",
                    served,
                    "--set",
                    "monitoring.dashboard.grafanaOperator.enabled=false")))
        .isEmpty();

    var dashboards =
        grafanaDashboards(
            helm.render(
                "--api-versions",
                served,
                "--set",
                "monitoring.dashboard.enabled=false",
                "--set",
                "monitoring.dashboard.grafanaOperator.instanceSelector.matchLabels.team=care"));

    assertThat(dashboards)
        .extracting(it -> it.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "touchpoint-operator-dashboard-channel",
            "touchpoint-operator-dashboard-operator",
            "touchpoint-operator-dashboard-overview");
    for (var it : dashboards) {
      String part = it.getMetadata().getName().replace("touchpoint-operator-dashboard-", "");
      assertThat(JSON.readTree(it.<String>get("spec", "json")))
          .isEqualTo(dashboard(part + ".json"));
      assertThat(it.<Object>get("spec", "instanceSelector", "matchLabels"))
          .isEqualTo(Map.of("dashboards", "grafana", "team", "care"));
      assertThat(it.<Boolean>get("spec", "allowCrossNamespaceImport")).isTrue();
    }
  }

  private static JsonNode dashboard(String file) throws IOException {
    return JSON.readTree(
        Helm.CHART.resolve("files/dashboards/" + file.replace("touchpoint-", "")).toFile());
  }

  private static List<GenericKubernetesResource> grafanaDashboards(List<HasMetadata> objects) {
    return objects.stream()
        .filter(it -> it.getKind().equals("GrafanaDashboard"))
        .map(GenericKubernetesResource.class::cast)
        .toList();
  }

  @Test
  void anInstallationOfSomeNamespacesMountsItsClasses(Helm helm) {
    var objects =
        helm.render("--set", "watchNamespaces={a,b},channelClasses.inside.spec.exposure.type=None");
    var spec = Helm.only(objects, Deployment.class).getSpec().getTemplate().getSpec();

    assertThat(spec.getContainers().getFirst().getEnv())
        .extracting(it -> it.getName() + "=" + it.getValue())
        .contains("WATCH_NAMESPACES=a,b", "CHANNEL_CLASSES=/etc/touchpoint/classes");
    assertThat(spec.getVolumes())
        .extracting(it -> it.getConfigMap() == null ? "" : it.getConfigMap().getName())
        .contains("touchpoint-operator-classes");
    assertThat(spec.getContainers().getFirst().getVolumeMounts())
        .extracting("mountPath")
        .contains("/etc/touchpoint/classes");
  }

  private static List<Integer> ports(List<NetworkPolicyPort> ports) {
    return ports.stream().map(it -> it.getPort().getIntVal()).toList();
  }
}
