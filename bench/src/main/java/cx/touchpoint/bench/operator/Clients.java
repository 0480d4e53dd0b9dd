package cx.touchpoint.bench.operator;

import cx.touchpoint.operator.OperatorProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The client both sides use: the operator's, with its requests counted. */
final class Clients {
  private Clients() {}

  /** Reads {@code KUBECONFIG}, as the operator would. */
  static KubernetesClient counted(RequestLog log) {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(OperatorProcess.serialization())
        .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("count", log))
        .build();
  }
}
