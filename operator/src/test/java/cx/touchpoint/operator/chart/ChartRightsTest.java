package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator's account may do once the chart's roles are applied, asked of the server. */
@ExtendWith({Helm.class, RealApiServer.class})
final class ChartRightsTest {

  @Test
  void theOperatorsAccountMayDoItsWorkAndTouchNoSecret(
      Helm helm, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "rights");
    List<HasMetadata> rights =
        helm.render("--namespace", namespace, "--set", "fullnameOverride=" + namespace).stream()
            .filter(
                it ->
                    it instanceof ClusterRole
                        || it instanceof ClusterRoleBinding
                        || it instanceof Role
                        || it instanceof RoleBinding)
            .toList();
    rights.forEach(it -> client.resource(it).create());
    var operator =
        new Account(client, "system:serviceaccount:" + namespace + ":" + namespace, namespace);
    try {
      assertAll(
          () -> operator.may("watch", "touchpoint.cx", "channels", "care"),
          () -> operator.may("patch", "touchpoint.cx", "channels/status", "care"),
          () -> operator.may("update", "touchpoint.cx", "channels/finalizers", "care"),
          () -> operator.may("list", "touchpoint.cx", "channelclasses", ""),
          () -> operator.may("list", "touchpoint.cx", "conversationhistories", ""),
          () -> operator.may("watch", "touchpoint.cx", "conversationhistories", "care"),
          () -> operator.may("patch", "touchpoint.cx", "conversationhistories/status", "care"),
          () -> operator.may("list", "touchpoint.cx", "responsetimetargets", ""),
          () -> operator.may("watch", "touchpoint.cx", "responsetimetargets", "care"),
          () -> operator.may("patch", "touchpoint.cx", "responsetimetargets/status", "care"),
          () -> operator.may("update", "touchpoint.cx", "responsetimetargets/finalizers", "care"),
          () -> operator.may("list", "touchpoint.cx", "servicelevelobjectives", ""),
          () -> operator.may("watch", "touchpoint.cx", "servicelevelobjectives", "care"),
          () -> operator.may("patch", "touchpoint.cx", "servicelevelobjectives/status", "care"),
          () ->
              operator.may("update", "touchpoint.cx", "servicelevelobjectives/finalizers", "care"),
          () -> operator.may("patch", "apps", "deployments", "care"),
          () -> operator.may("delete", "gateway.networking.k8s.io", "httproutes", "care"),
          () -> operator.may("create", "monitoring.coreos.com", "podmonitors", "care"),
          () -> operator.may("patch", "monitoring.coreos.com", "prometheusrules", "care"),
          () -> operator.may("delete", "monitoring.coreos.com", "prometheusrules", "care"),
          () -> operator.may("delete", "monitoring.coreos.com", "probes", "care"),
          () -> operator.may("create", "coordination.k8s.io", "leases", namespace),
          () -> operator.may("update", "coordination.k8s.io", "leases", namespace),
          () -> operator.mayNot("update", "coordination.k8s.io", "leases", "kube-system"),
          () -> operator.mayNot("delete", "touchpoint.cx", "channels", "care"),
          () -> operator.mayNot("patch", "touchpoint.cx", "channels", "care"),
          () -> operator.mayNot("patch", "touchpoint.cx", "conversationhistories", "care"),
          () -> operator.mayNot("patch", "touchpoint.cx", "responsetimetargets", "care"),
          () -> operator.mayNot("delete", "touchpoint.cx", "servicelevelobjectives", "care"),
          () -> operator.mayNot("patch", "monitoring.coreos.com", "prometheuses", "care"),
          () -> operator.mayNot("get", "", "secrets", "care"),
          () -> operator.mayNot("list", "", "secrets", namespace),
          () -> operator.mayNot("watch", "", "secrets", ""),
          () -> operator.mayNot("create", "", "secrets", "care"),
          () -> operator.mayNot("create", "", "pods/exec", "care"),
          () -> operator.mayNot("create", "", "serviceaccounts/token", namespace),
          () -> operator.mayNot("create", "rbac.authorization.k8s.io", "rolebindings", "care"));
    } finally {
      rights.forEach(it -> client.resource(it).delete());
    }
  }

  private record Account(KubernetesClient client, String name, String home) {

    void may(String verb, String group, String resource, String namespace) {
      assertThat(allowed(verb, group, resource, namespace))
          .as("may %s %s in %s", verb, resource, namespace)
          .isTrue();
    }

    void mayNot(String verb, String group, String resource, String namespace) {
      assertThat(allowed(verb, group, resource, namespace))
          .as("may %s %s in %s", verb, resource, namespace)
          .isFalse();
    }

    private boolean allowed(String verb, String group, String resource, String namespace) {
      String[] parts = resource.split("/", -1);
      var review =
          new SubjectAccessReviewBuilder()
              .withNewSpec()
              .withUser(name)
              .withGroups("system:serviceaccounts", "system:serviceaccounts:" + home)
              .withNewResourceAttributes()
              .withVerb(verb)
              .withGroup(group)
              .withResource(parts[0])
              .withSubresource(parts.length > 1 ? parts[1] : "")
              .withName(
                  parts[0].equals("leases") && !verb.equals("create") ? "touchpoint-operator" : "")
              .withNamespace(namespace)
              .endResourceAttributes()
              .endSpec()
              .build();
      return client
          .authorization()
          .v1()
          .subjectAccessReview()
          .create(review)
          .getStatus()
          .getAllowed();
    }
  }
}
