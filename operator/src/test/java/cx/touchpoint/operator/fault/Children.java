package cx.touchpoint.operator.fault;

import cx.touchpoint.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Everything Channels became while it was watched: each object's lives, one for each uid. */
final class Children implements AutoCloseable {

  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          ConfigMap.class,
          Service.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Deployment.class,
          Ingress.class,
          HorizontalPodAutoscaler.class);

  private final Map<String, Set<String>> lives = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

  private Children() {}

  /** Watches from now on. */
  static Children watch(KubernetesClient client) {
    var children = new Children();
    KINDS.forEach(kind -> children.add(kind, client));
    return children;
  }

  private <R extends HasMetadata> void add(Class<R> kind, KubernetesClient client) {
    informers.add(
        client
            .resources(kind)
            .inAnyNamespace()
            .withLabel(Labels.CHANNEL)
            .inform(
                new ResourceEventHandler<R>() {
                  @Override
                  public void onAdd(R object) {
                    live(object);
                  }

                  @Override
                  public void onUpdate(R former, R object) {
                    live(object);
                  }

                  @Override
                  public void onDelete(R object, boolean unknown) {
                    deleted.add(name(object));
                  }
                }));
  }

  private void live(HasMetadata object) {
    lives
        .computeIfAbsent(name(object), it -> ConcurrentHashMap.newKeySet())
        .add(object.getMetadata().getUid());
  }

  private static String name(HasMetadata object) {
    var metadata = object.getMetadata();
    return metadata.getNamespace() + "/" + object.getKind() + "/" + metadata.getName();
  }

  /** What was created more than once. */
  List<String> doubled() {
    return lives.entrySet().stream()
        .filter(it -> it.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** How often the object was created that was most often, in namespaces of such names. */
  int mostLives(String prefix) {
    return lives.entrySet().stream()
        .filter(it -> it.getKey().startsWith(prefix))
        .mapToInt(it -> it.getValue().size())
        .max()
        .orElse(0);
  }

  /** What was deleted. */
  List<String> deleted() {
    return deleted.stream().sorted().toList();
  }

  /** The children of one namespace's Channels as they are now, by kind and name. */
  static Map<String, HasMetadata> in(String namespace, KubernetesClient client) {
    var found = new TreeMap<String, HasMetadata>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      client
          .resources(kind)
          .inNamespace(namespace)
          .withLabel(Labels.CHANNEL)
          .list()
          .getItems()
          .forEach(it -> found.put(it.getKind() + " " + it.getMetadata().getName(), it));
    }
    return found;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
