package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.kube.Refusal;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
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

  private static final int ATTEMPTS = 5;
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
   * Writes what has to be written before an autoscaler is left alone with a Deployment. The number
   * may be changed by others at any moment, so it is written only over the one that was seen;
   * otherwise somebody's seven would be made three again.
   *
   * @param seen as the cache knows it
   * @throws Refusal when the API server refuses it
   */
  static void bringAbout(
      KubernetesClient client, Scaling scaling, Deployment seen, String fieldManager) {
    Deployment connector = seen;
    for (int attempt = 1; connector != null; attempt++) {
      Optional<Integer> due = due(scaling, connector, fieldManager);
      if (due.isEmpty()) {
        return;
      }
      try {
        keep(client, connector, due.get());
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw Refusal.of("handing over the replicas of", connector, e);
        }
        connector = client.resource(connector).get();
      }
    }
  }

  /** Writes the number, over this state of the Deployment only. */
  static void keep(KubernetesClient client, Deployment connector, int replicas) {
    var counted =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(connector.getMetadata().getName())
            .withNamespace(connector.getMetadata().getNamespace())
            .withUid(connector.getMetadata().getUid())
            .withResourceVersion(connector.getMetadata().getResourceVersion())
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .endSpec()
            .build();
    client
        .resource(counted)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(KEEPER)
                .withForce(true)
                .build());
  }
}
