package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chart's roles must never say, read without a cluster. */
@ExtendWith(Helm.class)
final class ChartRolesTest {

  @Test
  void noRoleOfTheOperatorNamesASecretOrAWildcard(Helm helm) {
    for (PolicyRule rule : rules(objects(helm))) {
      assertThat(rule.getApiGroups()).doesNotContain("*");
      assertThat(rule.getResources()).isNotEmpty().noneMatch(it -> it.contains("*"));
      assertThat(rule.getResources()).noneMatch(it -> it.equals("secrets"));
      assertThat(rule.getVerbs()).isNotEmpty().doesNotContain("*");
    }
  }

  @Test
  void noRoleOfTheOperatorCanGrantOrActAsSomeoneElse(Helm helm) {
    for (PolicyRule rule : rules(objects(helm))) {
      assertThat(rule.getVerbs()).doesNotContain("bind", "escalate", "impersonate");
      assertThat(rule.getApiGroups()).doesNotContain("rbac.authorization.k8s.io");
      assertThat(rule.getResources())
          .doesNotContain("serviceaccounts/token", "pods/exec", "pods/attach", "pods/portforward");
    }
  }

  /** An installation of the whole cluster, and one of two namespaces. */
  private static List<HasMetadata> objects(Helm helm) {
    return Stream.concat(
            helm.render().stream(), helm.render("--set", "watchNamespaces={a,b}").stream())
        .toList();
  }

  /** Even rights that nobody gets can only be given by somebody who has them. */
  @Test
  void anInstallationOfSomeNamespacesBringsNothingForTheWholeCluster(Helm helm) {
    var objects = helm.render("--set", "watchNamespaces={a,b},crds.install=false,replicas=2");

    assertThat(objects).noneMatch(it -> it.getKind().startsWith("Cluster"));
    assertThat(objects)
        .hasSizeGreaterThan(10)
        .allMatch(it -> it.getMetadata().getNamespace() != null);
    assertThat(objects)
        .filteredOn(it -> it instanceof Role && !(it.getMetadata().getName().endsWith("-leader")))
        .extracting(it -> it.getMetadata().getNamespace() + "/" + it.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "a/touchpoint-operator",
            "a/touchpoint-operator-view",
            "a/touchpoint-operator-edit",
            "b/touchpoint-operator",
            "b/touchpoint-operator-view",
            "b/touchpoint-operator-edit");
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
                    .filter(it -> !it.getMetadata().getName().matches(".*-(view|edit)"))
                    .flatMap(it -> it.getRules().stream()))
            .toList();
    assertThat(rules).hasSizeGreaterThan(5);
    return rules;
  }
}
