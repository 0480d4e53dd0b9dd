package cx.touchpoint.bench.operator;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.channel.ChannelInputs;
import cx.touchpoint.operator.channel.ChannelPlan;
import cx.touchpoint.operator.channel.OperatorSettings;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
          ingress: {className: nginx, annotations: {edition: "%s"}}
          hostTemplate: "{channel}.{namespace}.cx.example.com"
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: bench}
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
          "/api/v1/namespaces/bench/pods",
          "/api/v1/namespaces/bench/serviceaccounts",
          "/api/v1/namespaces/bench/configmaps",
          "/api/v1/namespaces/bench/services",
          "/api/v1/namespaces/bench/events",
          "/apis/apps/v1/namespaces/bench/deployments",
          "/apis/policy/v1/namespaces/bench/poddisruptionbudgets",
          "/apis/networking.k8s.io/v1/namespaces/bench/networkpolicies",
          "/apis/networking.k8s.io/v1/namespaces/bench/ingresses");

  private final KubernetesClient client;

  Workload(KubernetesClient client) {
    this.client = client;
    for (String name : List.of(NAMESPACE, SETTINGS.namespace())) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    client.resource(CLASS.formatted(1)).create();
  }

  /** Removes what the round before left and applies the Channels anew. */
  void reset(int channels) {
    COLLECTIONS.forEach(it -> client.raw(it, "DELETE", new DeleteOptions()));
    create(names(0, channels));
  }

  void create(List<String> names) {
    Parallel.each(names, name -> client.resource(CHANNEL.formatted(name)).create());
  }

  /** Removes Channels and all they have become. */
  void remove(List<String> names) {
    client.resources(Channel.class).inNamespace(NAMESPACE);
    names.forEach(
        name -> client.resources(Channel.class).inNamespace(NAMESPACE).withName(name).delete());
    String selector = "touchpoint.cx%2Fchannel%20in%20%28" + String.join(",", names) + "%29";
    COLLECTIONS.stream()
        .filter(it -> !it.endsWith("/channels") && !it.endsWith("/events"))
        .forEach(
            it -> client.raw(it + "?labelSelector=" + selector, "DELETE", new DeleteOptions()));
  }

  static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj("chat-%04d"::formatted).toList();
  }

  /** Changes the class in a way that concerns one object of each Channel and no pod. */
  void changeClass(int edition) {
    client.resource(CLASS.formatted(edition)).forceConflicts().serverSideApply();
  }

  /** The Channels as they are now. */
  static List<Channel> channels(KubernetesClient client) {
    return client.resources(Channel.class).inNamespace(NAMESPACE).list().getItems();
  }

  static ChannelInputs inputs(KubernetesClient client) {
    ChannelClass channelClass = client.resources(ChannelClass.class).withName("bench").require();
    return new ChannelInputs(channelClass, SETTINGS, Set.of());
  }

  /** What the operator makes of the Channels: their objects, by the operator's own planning. */
  static Map<Channel, List<HasMetadata>> plans(KubernetesClient client) {
    var inputs = inputs(client);
    var plans = new IdentityHashMap<Channel, List<HasMetadata>>();
    for (Channel channel : channels(client)) {
      plans.put(channel, ChannelPlan.of(channel, inputs).objects());
    }
    return plans;
  }

  /**
   * Counts what there is, seen by somebody who took no part.
   *
   * @throws IllegalStateException when an object or a status is missing
   */
  void verify(int channels) {
    Map<Channel, List<HasMetadata>> wanted = plans(client);
    Set<String> missing = new HashSet<>();
    var kinds =
        wanted.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(HasMetadata::getClass));
    kinds.forEach(
        (kind, objects) -> {
          var present =
              client.resources(kind).inNamespace(NAMESPACE).list().getItems().stream()
                  .map(it -> it.getMetadata().getName())
                  .collect(Collectors.toSet());
          objects.stream()
              .map(it -> it.getMetadata().getName())
              .filter(it -> !present.contains(it))
              .forEach(it -> missing.add(kind.getSimpleName() + " " + it));
        });
    long silent = wanted.keySet().stream().filter(it -> it.getStatus() == null).count();
    if (wanted.size() != channels || !missing.isEmpty() || silent > 0) {
      throw new IllegalStateException(
          "there are %d of %d Channels, %d have no status, these objects are missing: %s"
              .formatted(wanted.size(), channels, silent, missing));
    }
  }
}
