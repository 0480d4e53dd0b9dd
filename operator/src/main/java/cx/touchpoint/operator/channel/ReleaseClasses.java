package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ChannelClasses that came with a Helm release, as files in a mounted ConfigMap. No Role can
 * let an operator read cluster-wide objects, so one with Roles only gets its classes this way. A
 * namespace's labels it may ask for one by one, and does while a class chooses by them.
 */
final class ReleaseClasses implements ClassSource {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseClasses.class);

  private final ClassFiles files;
  private final KubernetesClient client;
  private final Set<String> namespaces;

  private volatile Classes classes;
  private volatile Map<String, Map<String, String>> labels = Map.of();
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();

  ReleaseClasses(Path directory, KubernetesClient client, Set<String> namespaces) {
    files = new ClassFiles(directory);
    this.client = client;
    this.namespaces = Set.copyOf(namespaces);
    classes = files.read();
  }

  @Override
  public List<EventSource<?, Channel>> open(
      EventSourceContext<Channel> context, Consumer<ResourceID> nudge) {
    labels = ask();
    return follow(Channel.class, context, nudge);
  }

  @Override
  public <P extends HasMetadata> List<EventSource<?, P>> follow(
      Class<P> kind, EventSourceContext<P> context, Consumer<ResourceID> nudge) {
    IndexerResourceCache<P> all = context.getPrimaryCache();
    followers.add(() -> all.list().map(ResourceID::fromResource).forEach(nudge));
    return List.of();
  }

  @Override
  public Classes.Resolution resolve(Channel channel) {
    return classes.resolve(
        channel, Optional.ofNullable(labels.get(channel.getMetadata().getNamespace())));
  }

  @Override
  public Classes.Resolution ofDefaults(String namespace) {
    return classes.ofDefaults(namespace, Optional.ofNullable(labels.get(namespace)));
  }

  @Override
  public Collection<ChannelClass> classes() {
    return classes.known();
  }

  @Override
  public void refresh() {
    boolean changed = files.changed();
    if (changed) {
      classes = files.read();
    }
    var now = ask();
    if (changed || !now.equals(labels)) {
      labels = now;
      followers.forEach(Runnable::run);
    }
  }

  /** Nothing is asked while no class wants to know. */
  private Map<String, Map<String, String>> ask() {
    if (classes.known().stream().noneMatch(it -> Classes.selection(it).isPresent())) {
      return Map.of();
    }
    var found = new HashMap<String, Map<String, String>>();
    for (String namespace : namespaces) {
      try {
        var present = client.namespaces().withName(namespace).get();
        if (present != null) {
          found.put(
              namespace, Objects.requireNonNullElse(present.getMetadata().getLabels(), Map.of()));
        }
      } catch (KubernetesClientException e) {
        LOG.warn("the labels of namespace {} cannot be read: {}", namespace, e.getMessage());
        Optional.ofNullable(labels.get(namespace)).ifPresent(it -> found.put(namespace, it));
      }
    }
    return found;
  }
}
