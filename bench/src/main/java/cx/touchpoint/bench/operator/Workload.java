package cx.touchpoint.bench.operator;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.channel.ChannelInputs;
import cx.touchpoint.operator.channel.ChannelPlan;
import cx.touchpoint.operator.channel.OperatorSettings;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The Channels of the benchmark: chats behind an Ingress, as many as asked for. */
final class Workload {

  static final String NAMESPACE = "bench";
  static final OperatorSettings SETTINGS =
      new OperatorSettings("touchpoint-system", "registry.example.com/touchpoint/connector:bench");

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: bench}
      spec:
        exposure:
          type: Ingress
          ingress: {className: nginx}
          hostTemplate: "{channel}.{namespace}.cx.example.com"
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: chat-%03d, namespace: bench}
      spec:
        type: WebChat
        classRef: {name: bench}
        webChat: {allowedOrigins: ["https://www.example.com"]}
        responder: {type: Http, http: {url: "http://assistant.care.svc/answer"}}
      """;

  /** Everything a round may leave behind, by the path of its collection. */
  private static final List<String> COLLECTIONS =
      List.of(
          "/apis/touchpoint.cx/v1alpha1/namespaces/bench/channels",
          "/api/v1/namespaces/bench/serviceaccounts",
          "/api/v1/namespaces/bench/configmaps",
          "/api/v1/namespaces/bench/services",
          "/api/v1/namespaces/bench/events",
          "/apis/apps/v1/namespaces/bench/deployments",
          "/apis/policy/v1/namespaces/bench/poddisruptionbudgets",
          "/apis/networking.k8s.io/v1/namespaces/bench/networkpolicies",
          "/apis/networking.k8s.io/v1/namespaces/bench/ingresses");

  private final KubernetesClient client;
  private final int channels;

  Workload(KubernetesClient client, int channels) {
    this.client = client;
    this.channels = channels;
    for (String name : List.of(NAMESPACE, SETTINGS.namespace())) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    client.resource(CLASS).create();
  }

  /** Removes what the round before left and applies the Channels anew. */
  void reset() {
    COLLECTIONS.forEach(it -> client.raw(it, "DELETE", new DeleteOptions()));
    for (int i = 0; i < channels; i++) {
      client.resource(CHANNEL.formatted(i)).create();
    }
  }

  /** The Channels as they are now. */
  static List<Channel> channels(KubernetesClient client) {
    return client.resources(Channel.class).inNamespace(NAMESPACE).list().getItems();
  }

  /** What the operator makes of the Channels: their objects, by the operator's own planning. */
  static Map<Channel, List<HasMetadata>> plans(KubernetesClient client) {
    ChannelClass channelClass = client.resources(ChannelClass.class).withName("bench").require();
    var inputs = new ChannelInputs(channelClass, SETTINGS, Set.of());
    var plans = new IdentityHashMap<Channel, List<HasMetadata>>();
    for (Channel channel : channels(client)) {
      plans.put(channel, ChannelPlan.of(channel, inputs).objects());
    }
    return plans;
  }

  /** The statuses that Channels have, by name. */
  Map<String, ChannelStatus> statuses() {
    var statuses = new TreeMap<String, ChannelStatus>();
    for (Channel channel : channels(client)) {
      statuses.put(channel.getMetadata().getName(), channel.getStatus());
    }
    return statuses;
  }

  /**
   * Counts what there is, seen by somebody who took no part.
   *
   * @throws IllegalStateException when an object or a status is missing
   */
  void verify() {
    Map<Channel, List<HasMetadata>> present = plans(client);
    long missing =
        present.values().stream()
            .flatMap(List::stream)
            .filter(it -> client.resource(it).get() == null)
            .count();
    long silent = present.keySet().stream().filter(it -> it.getStatus() == null).count();
    if (present.size() != channels || missing > 0 || silent > 0) {
      throw new IllegalStateException(
          "there are %d of %d Channels, %d of their objects are missing, %d have no status"
              .formatted(present.size(), channels, missing, silent));
    }
  }
}
