package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Operator and connectors run with what the chart gives them, and that is little. */
@ExtendWith(WholeCluster.class)
final class RestrictedTest {

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  @Test
  void operatorAndConnectorsRunInNamespacesThatEnforceTheRestrictedLevel(Cluster cluster) {
    for (String namespace : List.of(Cluster.OPERATOR, Cluster.QUICKSTART)) {
      assertThat(cluster.client().namespaces().withName(namespace).require().getMetadata())
          .extracting(it -> it.getLabels().get(ENFORCE))
          .as(namespace)
          .isEqualTo("restricted");
      assertThat(cluster.client().pods().inNamespace(namespace).list().getItems())
          .as("pods of %s", namespace)
          .isNotEmpty()
          .allMatch(RestrictedTest::isNotRoot);
    }
  }

  @Test
  void theOperatorRunsUnderTheChartsAccount(Cluster cluster) {
    assertThat(new Operators(cluster).pods())
        .isNotEmpty()
        .extracting(it -> it.getSpec().getServiceAccountName())
        .containsOnly("touchpoint-operator");
  }

  @Test
  void theOperatorsAccountIsBoundToTheChartsRolesAndNoOther(Cluster cluster) {
    assertThat(
            cluster.client().rbac().clusterRoleBindings().list().getItems().stream()
                .filter(it -> isOperator(it.getSubjects()))
                .map(ClusterRoleBinding::getRoleRef))
        .extracting(it -> it.getName())
        .containsExactly("touchpoint-operator");
    assertThat(
            cluster.client().rbac().roleBindings().inAnyNamespace().list().getItems().stream()
                .filter(it -> isOperator(it.getSubjects()))
                .map(RoleBinding::getRoleRef))
        .extracting(it -> it.getName())
        .containsExactly("touchpoint-operator-leader");
  }

  @Test
  void asTheOperatorNoSecretCanBeReadOrWritten(Cluster cluster) {
    var asOperator =
        new ConfigBuilder(cluster.client().getConfiguration())
            .withImpersonateUsername("system:serviceaccount:touchpoint-system:touchpoint-operator")
            .withImpersonateGroups(
                "system:authenticated",
                "system:serviceaccounts",
                "system:serviceaccounts:touchpoint-system")
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(asOperator).build()) {
      var secrets = client.secrets().inNamespace(Cluster.QUICKSTART);

      // Its own work is allowed, so what is refused below is refused for the right reason.
      assertThat(client.configMaps().inNamespace(Cluster.QUICKSTART).list().getItems())
          .isNotEmpty();
      assertForbidden(() -> secrets.withName("hello-hook").get());
      assertForbidden(() -> secrets.list());
      assertForbidden(() -> secrets.withName("hello-hook").delete());
    }
  }

  @Test
  void connectorsHaveAnAccountOfTheirOwnWithoutATokenOrARight(Cluster cluster) {
    for (String channel : List.of("hello-chat", "hello-hook")) {
      List<Pod> pods = cluster.connectors(Cluster.QUICKSTART, channel);

      assertThat(pods).isNotEmpty();
      for (Pod pod : pods) {
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo(channel + "-connector");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getVolumes())
            .as("volumes that carry a token")
            .noneMatch(
                it ->
                    it.getProjected() != null
                        && it.getProjected().getSources().stream()
                            .anyMatch(source -> source.getServiceAccountToken() != null));
      }
      assertThat(bindings(cluster, channel + "-connector")).isEmpty();
    }
  }

  private static List<String> bindings(Cluster cluster, String account) {
    return cluster
        .client()
        .rbac()
        .roleBindings()
        .inNamespace(Cluster.QUICKSTART)
        .list()
        .getItems()
        .stream()
        .filter(it -> it.getSubjects().stream().anyMatch(s -> s.getName().equals(account)))
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private static boolean isOperator(List<Subject> subjects) {
    return subjects.stream()
        .anyMatch(
            it ->
                it.getName().equals("touchpoint-operator")
                    && Cluster.OPERATOR.equals(it.getNamespace()));
  }

  private static boolean isNotRoot(Pod pod) {
    var context = pod.getSpec().getSecurityContext();
    return context != null && Boolean.TRUE.equals(context.getRunAsNonRoot());
  }

  private static void assertForbidden(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, it -> assertThat(it.getCode()).isEqualTo(403));
  }
}
