package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.kube.Refusal;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a Deployment's number of replicas out of our hands. Whoever applies an object and then
 * leaves a field out removes it, and replicas removed are replicas reset to one; so the number that
 * runs is first written under a second name, which keeps it when the first lets go.
 */
final class ReplicaHandover {

  /** The field manager that holds the number until an autoscaler changes it. */
  static final String KEEPER = "touchpoint-replicas";

  private static final String REPLICAS = "f:replicas";

  private ReplicaHandover() {}

  /**
   * What has to be written before an autoscaler is left alone with a Deployment: the number that
   * runs, if it is still ours; the least there must be, if fewer run.
   */
  static Optional<Integer> due(Scaling scaling, Deployment connector, String fieldManager) {
    if (scaling.fixedReplicas() != null) {
      return Optional.empty();
    }
    int running = connector.getSpec().getReplicas();
    return running < scaling.least() || isHeldBy(fieldManager, connector)
        ? Optional.of(Math.max(running, scaling.least()))
        : Optional.empty();
  }

  private static boolean isHeldBy(String fieldManager, Deployment connector) {
    return connector.getMetadata().getManagedFields().stream()
        .filter(it -> fieldManager.equals(it.getManager()))
        .filter(it -> it.getSubresource() == null || it.getSubresource().isEmpty())
        .anyMatch(
            it ->
                it.getFieldsV1() != null
                    && it.getFieldsV1().getAdditionalProperties().get("f:spec")
                        instanceof Map<?, ?> spec
                    && spec.containsKey(REPLICAS));
  }

  /**
   * Writes the number under the second name.
   *
   * @throws Refusal when the API server refuses it
   */
  static void keep(KubernetesClient client, Deployment connector, int replicas) {
    var counted =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(connector.getMetadata().getName())
            .withNamespace(connector.getMetadata().getNamespace())
            .withUid(connector.getMetadata().getUid())
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .endSpec()
            .build();
    try {
      client
          .resource(counted)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.SERVER_SIDE_APPLY)
                  .withFieldManager(KEEPER)
                  .withForce(true)
                  .build());
    } catch (KubernetesClientException e) {
      throw Refusal.of("handing over the replicas of", connector, e);
    }
  }
}
