package cx.touchpoint.bench.operator;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromiseSettings;
import cx.touchpoint.operator.objective.ServiceLevelPlan;
import cx.touchpoint.operator.reference.Chosen;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** ServiceLevelObjectives of the benchmark's Channels, one after another to each of those. */
final class Objectives {

  /** So many Channels make all of them. */
  static final int CHANNELS = 20;

  private static final String OBJECTIVE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: %s, namespace: bench}
      spec:
        channels: {names: [%s]}
        indicator: {type: Availability}
        objective: 99.9%%
      """;

  private static final String COLLECTION =
      "/apis/touchpoint.cx/v1alpha1/namespaces/bench/servicelevelobjectives";

  private static final String RULES =
      "/api/v1/namespaces/bench/configmaps?labelSelector=touchpoint.cx%2Frules%3Dtrue";

  private Objectives() {}

  /** Removes what the round before left and applies them anew. */
  static void reset(KubernetesClient client, int number) {
    remove(client);
    List<String> channels = Workload.names(0, CHANNELS);
    Parallel.each(
        IntStream.range(0, number).boxed().toList(),
        it -> client.resource(OBJECTIVE.formatted(name(it), channels.get(it % CHANNELS))).create());
  }

  /** Removes all of them. */
  static void remove(KubernetesClient client) {
    for (String collection : List.of(COLLECTION, RULES)) {
      client.raw(collection, "DELETE", new DeleteOptions());
    }
  }

  private static String name(int number) {
    return "promise-%04d".formatted(number);
  }

  static List<ServiceLevelObjective> all(KubernetesClient client) {
    return client
        .resources(ServiceLevelObjective.class)
        .inNamespace(Workload.NAMESPACE)
        .list()
        .getItems();
  }

  /** What the operator makes of them, by the operator's own planning. */
  static Map<ServiceLevelObjective, List<HasMetadata>> plans(KubernetesClient client) {
    ChannelClass channelClass = client.resources(ChannelClass.class).withName("bench").require();
    List<Channel> channels = Workload.channels(client);
    var plans = new IdentityHashMap<ServiceLevelObjective, List<HasMetadata>>();
    for (ServiceLevelObjective objective : all(client)) {
      var chosen =
          Chosen.of(Objects.requireNonNull(objective.getSpec().channels(), "named"), channels);
      plans.put(
          objective,
          ServiceLevelPlan.of(
                  objective,
                  new PromiseInputs(
                      chosen,
                      List.of(channelClass),
                      Set.of(),
                      new PromiseSettings(Pace.NORMAL, Optional.empty())))
              .objects());
    }
    return plans;
  }

  /**
   * Looks at what there is, seen by somebody who took no part.
   *
   * @throws IllegalStateException when an object is missing or other than planned, or a status is
   */
  static void verify(KubernetesClient client, int number) {
    Map<ServiceLevelObjective, List<HasMetadata>> wanted = plans(client);
    Map<String, Map<String, String>> present =
        client.configMaps().inNamespace(Workload.NAMESPACE).list().getItems().stream()
            .filter(it -> it.getData() != null)
            .collect(Collectors.toMap(it -> it.getMetadata().getName(), ConfigMap::getData));
    List<String> wrong =
        wanted.values().stream()
            .flatMap(List::stream)
            .map(ConfigMap.class::cast)
            .filter(it -> !it.getData().equals(present.get(it.getMetadata().getName())))
            .map(it -> it.getMetadata().getName())
            .toList();
    long silent = wanted.keySet().stream().filter(it -> it.getStatus() == null).count();
    if (wanted.size() != number || !wrong.isEmpty() || silent > 0) {
      throw new IllegalStateException(
          "there are %d of %d objectives, %d have no status, rules are wrong or missing: %s"
              .formatted(wanted.size(), number, silent, wrong));
    }
  }
}
