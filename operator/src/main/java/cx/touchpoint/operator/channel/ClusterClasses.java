package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ChannelClasses of a cluster, watched beside the labels of its namespaces. */
final class ClusterClasses implements ClassSource {

  private static final String WHEREABOUTS = "kubectl get channelclasses lists those there are";

  private final KubernetesClient client;
  private @Nullable InformerEventSource<ChannelClass, Channel> classes;
  private @Nullable InformerEventSource<Namespace, Channel> namespaces;

  ClusterClasses(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public List<EventSource<?, Channel>> open(
      EventSourceContext<Channel> context, Consumer<ResourceID> nudge) {
    IndexerResourceCache<Channel> channels = context.getPrimaryCache();
    var ofClasses =
        InformerEventSourceConfiguration.from(ChannelClass.class, Channel.class)
            .withName("classes")
            .withSecondaryToPrimaryMapper(
                (ChannelClass changed) -> concerned(changed.getMetadata().getName(), channels))
            .build();
    var ofNamespaces =
        InformerEventSourceConfiguration.from(Namespace.class, Channel.class)
            .withName("namespaces")
            .withItemStore(labelsOnly(client))
            .withOnUpdateFilter((now, before) -> !labels(now).equals(labels(before)))
            .withSecondaryToPrimaryMapper(
                (Namespace changed) ->
                    ids(
                        channels
                            .byIndex(Cache.NAMESPACE_INDEX, changed.getMetadata().getName())
                            .stream()))
            .build();
    classes = new InformerEventSource<>(ofClasses, context);
    namespaces = new InformerEventSource<>(ofNamespaces, context);
    return List.of(classes, namespaces);
  }

  @Override
  public <P extends HasMetadata> List<EventSource<?, P>> follow(
      Class<P> kind, EventSourceContext<P> context, Consumer<ResourceID> nudge) {
    IndexerResourceCache<P> all = context.getPrimaryCache();
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(ChannelClass.class, kind)
                .withName("classes")
                .withSecondaryToPrimaryMapper(
                    (ChannelClass changed) ->
                        all.list().map(ResourceID::fromResource).collect(Collectors.toSet()))
                .build(),
            context));
  }

  @Override
  public Classes.Resolution resolve(Channel channel) {
    return known().resolve(channel, labels(channel.getMetadata().getNamespace()));
  }

  @Override
  public Classes.Resolution ofDefaults(String namespace) {
    return known().ofDefaults(namespace, labels(namespace));
  }

  @Override
  public Collection<ChannelClass> classes() {
    return classes == null ? List.of() : known().known();
  }

  private Classes known() {
    return new Classes(
        Objects.requireNonNull(classes, "opened").list(it -> true).toList(), Map.of(), WHEREABOUTS);
  }

  private Optional<Map<String, String>> labels(String namespace) {
    return Objects.requireNonNull(namespaces, "opened")
        .get(new ResourceID(namespace))
        .map(ClusterClasses::labels);
  }

  @Override
  public void refresh() {
    // everything is watched
  }

  /** A cluster may have thousands of namespaces with long annotations. */
  private static ReducedStateItemStore<Namespace> labelsOnly(KubernetesClient client) {
    return new ReducedStateItemStore<>(
        ReducedStateItemStore.NAME_KEY_STATE,
        Namespace.class,
        client.getKubernetesSerialization(),
        "metadata.labels");
  }

  private static Map<String, String> labels(Namespace namespace) {
    return Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
  }

  /** A class concerns the Channels that name it, or name none. */
  private static Set<ResourceID> concerned(String changed, IndexerResourceCache<Channel> channels) {
    return ids(
        channels.list(
            channel -> {
              if (channel.getSpec() == null) {
                return false;
              }
              var reference = channel.getSpec().classRef();
              return reference == null || changed.equals(reference.name());
            }));
  }

  private static Set<ResourceID> ids(Stream<Channel> channels) {
    return channels.map(ResourceID::fromResource).collect(Collectors.toSet());
  }
}
