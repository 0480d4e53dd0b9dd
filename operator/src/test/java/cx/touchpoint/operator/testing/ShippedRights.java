package cx.touchpoint.operator.testing;

import cx.touchpoint.operator.chart.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The rights of the chart, and nothing else of it. */
final class ShippedRights {
  private ShippedRights() {}

  /** Gives the operator's account what the chart gives it. */
  static void grant(Helm helm, KubernetesClient client) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(RunningOperator.NAMESPACE)
                .endMetadata()
                .build())
        .serverSideApply();
    helm.render().stream()
        .filter(ShippedRights::isRight)
        .forEach(it -> client.resource(it).forceConflicts().serverSideApply());
  }

  private static boolean isRight(HasMetadata object) {
    return object instanceof ClusterRole
        || object instanceof ClusterRoleBinding
        || object instanceof Role
        || object instanceof RoleBinding;
  }
}
