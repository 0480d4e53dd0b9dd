package cx.touchpoint.bench.operator;

import cx.touchpoint.operator.OperatorProcess;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The client all sides use: the operator's, with its requests counted. */
final class Clients {
  private Clients() {}

  /** Reads {@code KUBECONFIG}, as the operator would, and goes by a name of its own. */
  static KubernetesClient counted(RequestLog log, String agent) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withUserAgent(agent)
                .withRequestRetryBackoffLimit(OperatorProcess.REQUEST_RETRIES)
                .build())
        .withKubernetesSerialization(OperatorProcess.serialization())
        .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("count", log))
        .build();
  }
}
