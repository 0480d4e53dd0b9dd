package cx.touchpoint.operator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.api.v1alpha1.Channel;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;

/** What controllers and a kubelet would do for a Channel: one pod, which runs and is ready. */
public final class Serving {

  private Serving() {}

  /**
   * Starts the pod of a Channel whose Deployment is there.
   *
   * @param address where the operator asks it
   */
  public static void start(KubernetesClient client, Channel channel, String address) {
    String namespace = channel.getMetadata().getNamespace();
    String name = channel.getMetadata().getName();
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName(name + "-connector").require();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name + "-1")
            .withNamespace(namespace)
            .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
            .endMetadata()
            .withSpec(deployment.getSpec().getTemplate().getSpec())
            .editSpec()
            .withServiceAccountName(null)
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .withPodIP(address)
            .addNewPodIP(address)
            .endStatus()
            .build();
    var created = client.resource(pod).create();
    created.setStatus(pod.getStatus());
    client.resource(created).updateStatus();
    client
        .resource(
            new DeploymentBuilder(deployment)
                .withNewStatus()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(1)
                .withUpdatedReplicas(1)
                .withReadyReplicas(1)
                .withAvailableReplicas(1)
                .endStatus()
                .build())
        .updateStatus();
  }

  /** The configuration the Channel's connectors find, and report when they run it. */
  public static JsonNode configuration(KubernetesClient client, Channel channel) {
    String file =
        client
            .configMaps()
            .inNamespace(channel.getMetadata().getNamespace())
            .withName(channel.getMetadata().getName() + "-connector")
            .require()
            .getData()
            .get("connector.json");
    return Serialization.unmarshal(file, JsonNode.class);
  }
}
