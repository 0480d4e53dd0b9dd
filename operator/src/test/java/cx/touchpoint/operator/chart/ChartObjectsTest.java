package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chart renders, read without a cluster. */
@ExtendWith(Helm.class)
final class ChartObjectsTest {

  @Test
  void noRoleOfTheOperatorNamesASecretOrAWildcard(Helm helm) {
    for (PolicyRule rule : rules(helm.render())) {
      assertThat(rule.getApiGroups()).doesNotContain("*");
      assertThat(rule.getResources()).isNotEmpty().noneMatch(it -> it.contains("*"));
      assertThat(rule.getResources()).noneMatch(it -> it.equals("secrets"));
      assertThat(rule.getVerbs()).isNotEmpty().doesNotContain("*");
    }
  }

  @Test
  void noRoleOfTheOperatorCanGrantOrActAsSomeoneElse(Helm helm) {
    for (PolicyRule rule : rules(helm.render())) {
      assertThat(rule.getVerbs()).doesNotContain("bind", "escalate", "impersonate");
      assertThat(rule.getApiGroups()).doesNotContain("rbac.authorization.k8s.io");
      assertThat(rule.getResources())
          .doesNotContain("serviceaccounts/token", "pods/exec", "pods/attach", "pods/portforward");
    }
  }

  @Test
  void theDefinitionsAreTheCommittedOnesAndStayOnUninstall(Helm helm) throws IOException {
    List<CustomResourceDefinition> rendered =
        helm.render().stream()
            .filter(CustomResourceDefinition.class::isInstance)
            .map(CustomResourceDefinition.class::cast)
            .toList();
    try (Stream<Path> files = Files.list(Helm.CHART.resolve("files/crds"))) {
      List<CustomResourceDefinition> committed =
          files.sorted().map(ChartObjectsTest::definition).toList();

      assertThat(rendered).hasSameSizeAs(committed);
      for (int i = 0; i < committed.size(); i++) {
        assertThat(rendered.get(i).getMetadata().getName())
            .isEqualTo(committed.get(i).getMetadata().getName());
        assertThat(rendered.get(i).getSpec()).isEqualTo(committed.get(i).getSpec());
        assertThat(rendered.get(i).getMetadata().getAnnotations())
            .containsEntry("helm.sh/resource-policy", "keep")
            .containsAllEntriesOf(committed.get(i).getMetadata().getAnnotations());
      }
    }
  }

  @Test
  void withTheDefinitionsSwitchedOffNoneIsRendered(Helm helm) {
    assertThat(helm.render("--set", "crds.install=false"))
        .isNotEmpty()
        .noneMatch(CustomResourceDefinition.class::isInstance);
  }

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

  /** The rules bound to the operator, not those that people get through aggregation. */
  private static List<PolicyRule> rules(List<HasMetadata> objects) {
    List<PolicyRule> rules =
        Stream.concat(
                objects.stream()
                    .filter(ClusterRole.class::isInstance)
                    .map(ClusterRole.class::cast)
                    .filter(it -> it.getMetadata().getName().equals("touchpoint-operator"))
                    .flatMap(it -> it.getRules().stream()),
                objects.stream()
                    .filter(Role.class::isInstance)
                    .map(Role.class::cast)
                    .flatMap(it -> it.getRules().stream()))
            .toList();
    assertThat(rules).hasSizeGreaterThan(5);
    return rules;
  }

  private static CustomResourceDefinition definition(Path file) {
    try {
      return new KubernetesSerialization()
          .unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
