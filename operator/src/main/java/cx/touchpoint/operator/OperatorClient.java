package cx.touchpoint.operator;

import cx.touchpoint.operator.management.Leadership;
import cx.touchpoint.operator.management.OperatorMetrics;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.time.Clock;
import java.util.function.Consumer;

/** The API server as one operator process sees it: it can write only while it leads. */
public final class OperatorClient implements AutoCloseable {

  private final KubernetesClient client;
  private final Leadership leadership;
  private final OperatorMetrics metrics;

  private OperatorClient(KubernetesClient client, Leadership leadership, OperatorMetrics metrics) {
    this.client = client;
    this.leadership = leadership;
    this.metrics = metrics;
  }

  /** A client for the process with this environment. */
  public static OperatorClient of(Config config, OperatorEnvironment environment) {
    return of(config, environment, it -> {});
  }

  /**
   * A client for the process with this environment, which does more than ours.
   *
   * @param config where the API server is, and as whom to speak to it
   * @param more what else the HTTP client should do, for example count
   */
  public static OperatorClient of(
      Config config, OperatorEnvironment environment, Consumer<HttpClient.Builder> more) {
    var leadership =
        new Leadership(environment.namespace(), environment.instance(), Clock.systemUTC());
    var metrics = new OperatorMetrics();
    var client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(config)
                    .withRequestRetryBackoffLimit(OperatorProcess.REQUEST_RETRIES)
                    .build())
            .withKubernetesSerialization(OperatorProcess.serialization())
            .withHttpClientBuilderConsumer(
                it -> {
                  if (environment.leaderElection()) {
                    it.addOrReplaceInterceptor("lease", leadership.fence());
                  }
                  it.addOrReplaceInterceptor("metrics", metrics);
                  more.accept(it);
                })
            .build();
    return new OperatorClient(client, leadership, metrics);
  }

  KubernetesClient kubernetes() {
    return client;
  }

  Leadership leadership() {
    return leadership;
  }

  OperatorMetrics metrics() {
    return metrics;
  }

  @Override
  public void close() {
    client.close();
    metrics.close();
  }
}
