package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.overview.Overview;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
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

  /**
   * A ConversationHistory by its name; the only one there is when no name is given.
   *
   * @throws UserError when there is no such one, or several
   */
  String history(String namespace, @Nullable String name) {
    List<String> all =
        list(ConversationHistory.class, namespace).stream()
            .map(it -> it.getMetadata().getName())
            .sorted()
            .toList();
    if (name == null && all.size() == 1) {
      return all.getFirst();
    }
    if (name != null && all.contains(name)) {
      return name;
    }
    throw new UserError(
        all.isEmpty()
            ? "there is no ConversationHistory in namespace %s. Give another with -n"
                .formatted(namespace)
            : "%s in namespace %s. Give --history with one of: %s"
                .formatted(
                    name == null
                        ? "there are several ConversationHistories"
                        : "there is no ConversationHistory " + name,
                    namespace,
                    String.join(", ", all)));
  }

  /**
   * A connector that keeps messages in a history, as the name of a ready pod.
   *
   * @throws UserError when there is none
   */
  String connectorOf(String namespace, String history) {
    List<String> channels =
        channels(namespace).stream()
            .filter(it -> it.getSpec() != null)
            .filter(
                it ->
                    it.getSpec().conversationHistoryRef() != null
                        && history.equals(it.getSpec().conversationHistoryRef().name()))
            .map(it -> it.getMetadata().getName())
            .toList();
    if (channels.isEmpty()) {
      throw new UserError(
          "no Channel of namespace %s names ConversationHistory %s, so no connector can be asked"
              .formatted(namespace, history));
    }
    return connectorOf(namespace, channels);
  }

  /**
   * A connector of one Channel, as the name of a ready pod.
   *
   * @throws UserError when there is no such Channel, or none of its connectors is ready
   */
  String connectorOfChannel(String namespace, String channel) {
    if (channels(namespace).stream().noneMatch(it -> it.getMetadata().getName().equals(channel))) {
      throw new UserError("there is no Channel %s in namespace %s".formatted(channel, namespace));
    }
    return connectorOf(namespace, List.of(channel));
  }

  private String connectorOf(String namespace, List<String> channels) {
    try {
      return client
          .pods()
          .inNamespace(namespace)
          .withLabelIn(Labels.CHANNEL, channels.toArray(String[]::new))
          .list()
          .getItems()
          .stream()
          .filter(Readiness::isPodReady)
          .map(it -> it.getMetadata().getName())
          .findFirst()
          .orElseThrow(
              () ->
                  new UserError(
                      "no connector of %s is ready. Look at: kubectl get channels.touchpoint.cx -n %s"
                          .formatted(String.join(", ", channels), namespace)));
    } catch (KubernetesClientException e) {
      throw new UserError(troubles.of(e, "pods", namespace));
    }
  }

  /** A port of this machine that leads to one of a pod. */
  LocalPortForward forward(String namespace, String pod, int port) {
    return client.pods().inNamespace(namespace).withName(pod).portForward(port);
  }

  /** Who asks, as the cluster knows them. */
  String user() {
    try {
      var review =
          client
              .resource(new SelfSubjectReviewBuilder().withNewMetadata().endMetadata().build())
              .create();
      return review.getStatus().getUserInfo().getUsername();
    } catch (KubernetesClientException e) {
      throw new UserError(troubles.of(e, "selfsubjectreviews.authentication.k8s.io", ""));
    }
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
