package cx.touchpoint.bench.operator;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;

/**
 * The floor of memory: the plain client, without a line of the operator's, that watches what the
 * operator watches and keeps it as it came.
 */
final class BareCaches {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          Channel.class,
          ChannelClass.class,
          ServiceAccount.class,
          ConfigMap.class,
          Service.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Deployment.class,
          Ingress.class,
          HorizontalPodAutoscaler.class,
          Pod.class);

  private BareCaches() {}

  /** Takes its name; answers looks once every cache is filled. */
  public static void main(String[] arguments) throws Exception {
    KubernetesClient client = new KubernetesClientBuilder().build();
    KINDS.forEach(kind -> client.resources(kind).inAnyNamespace().inform());
    Answering.serve(counted -> Look.here(new RequestLog(), 0, 0));
    System.exit(0);
  }
}
