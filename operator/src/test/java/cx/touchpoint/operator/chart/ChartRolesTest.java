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
}
