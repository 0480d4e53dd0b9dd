package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.overview.Overview;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A cluster as a person sees it who runs a command. */
final class Cluster implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final KubernetesClient client;
  private final ClusterTroubles troubles;

  private Cluster(Config config) {
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(OperatorProcess.serialization())
            .build();
    troubles = new ClusterTroubles(config);
  }

  /**
   * Opens one; nothing is asked of it yet.
   *
   * @param kubeconfig a file, null for the usual ones
   * @param context the name of a context, null for the current one
   * @throws UserError when there is no such file or context
   */
  static Cluster open(@Nullable String kubeconfig, @Nullable String context) {
    return new Cluster(
        new ConfigBuilder(Kubeconfigs.read(kubeconfig, context))
            .withConnectionTimeout(PATIENCE_MILLIS)
            .withRequestTimeout(PATIENCE_MILLIS)
            // A person would rather hear of a failure than wait for the tenth attempt.
            .withRequestRetryBackoffLimit(1)
            .build());
  }

  /** The namespace of the context, default when it names none. */
  String namespace() {
    return Objects.requireNonNullElse(client.getNamespace(), "default");
  }

  /**
   * Where the promises of a namespace stand; of all when it is empty.
   *
   * @throws UserError when the cluster does not tell
   */
  Overview overview(String namespace) {
    return Overview.of(
        list(ResponseTimeTarget.class, namespace),
        list(ServiceLevelObjective.class, namespace),
        channels(namespace));
  }

  /**
   * The Channels of a namespace; of all when it is empty.
   *
   * @throws UserError when the cluster does not tell
   */
  List<Channel> channels(String namespace) {
    return list(Channel.class, namespace);
  }

  private <T extends CustomResource<?, ?>> List<T> list(Class<T> kind, String namespace) {
    try {
      var all = client.resources(kind);
      KubernetesResourceList<T> list =
          namespace.isEmpty() ? all.inAnyNamespace().list() : all.inNamespace(namespace).list();
      return list.getItems();
    } catch (KubernetesClientException e) {
      throw new UserError(troubles.of(e, CustomResource.getCRDName(kind), namespace));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
