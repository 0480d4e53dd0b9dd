package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The caches of every kind that one kind of ours becomes. An object finds its owner by the owner's
 * name in a label, so that it still does after somebody has taken its owner reference away.
 *
 * @param <P> our kind
 */
public final class OwnedKinds<P extends HasMetadata> {

  private final Class<P> owner;
  private final String ownerLabel;
  private final String selector;
  private final Map<Class<? extends HasMetadata>, InformerEventSource<? extends HasMetadata, P>>
      sources = new ConcurrentHashMap<>();

  /**
   * For one kind of owner.
   *
   * @param ownerLabel the label that carries the owner's name
   * @param selector chooses what we made by its labels
   */
  public OwnedKinds(Class<P> owner, String ownerLabel, String selector) {
    this.owner = owner;
    this.ownerLabel = ownerLabel;
    this.selector = selector;
  }

  /** Adds kinds and returns the event sources to register for them. */
  public List<EventSource<?, P>> add(
      Collection<Class<? extends HasMetadata>> kinds, EventSourceContext<P> context) {
    return kinds.stream().<EventSource<?, P>>map(kind -> add(kind, context)).toList();
  }

  /** Adds one kind and returns the event source to register for it. */
  public <R extends HasMetadata> InformerEventSource<R, P> add(
      Class<R> kind, EventSourceContext<P> context) {
    var configuration =
        InformerEventSourceConfiguration.from(kind, owner)
            .withName(sourceName(kind))
            .withLabelSelector(selector)
            .withSecondaryToPrimaryMapper(this::ownerOf)
            .build();
    var source = new InformerEventSource<R, P>(configuration, context);
    sources.put(kind, source);
    return source;
  }

  /** Forgets a kind that is no longer served. */
  public void remove(Class<? extends HasMetadata> kind) {
    sources.remove(kind);
  }

  /** Whether a kind is cached. */
  public boolean has(Class<? extends HasMetadata> kind) {
    return sources.containsKey(kind);
  }

  /** The name under which a kind's event source is registered. */
  public static String sourceName(Class<? extends HasMetadata> kind) {
    return "owned-" + HasMetadata.getKind(kind);
  }

  /** An object as we last saw it. */
  public <R extends HasMetadata> Optional<R> get(Class<R> kind, String namespace, String name) {
    return has(kind) ? source(kind).get(new ResourceID(name, namespace)) : Optional.empty();
  }

  /** Everything cached that carries the owner's name. */
  public List<HasMetadata> of(P owner) {
    // By the index of owners: walking through whole caches would cost more with every Channel.
    // It still knows an object that was labelled anew, hence the second look.
    String name = owner.getMetadata().getName();
    return sources.values().stream()
        .<HasMetadata>flatMap(source -> source.getSecondaryResources(owner).stream())
        .filter(it -> name.equals(labelled(it)))
        .toList();
  }

  /**
   * The cache of a kind; the cast holds because {@link #add} is the only writer.
   *
   * @throws IllegalStateException when the kind was never added
   */
  @SuppressWarnings("unchecked")
  <R extends HasMetadata> InformerEventSource<R, P> source(Class<R> kind) {
    var source = (InformerEventSource<R, P>) sources.get(kind);
    if (source == null) {
      throw new IllegalStateException("no informer for " + HasMetadata.getKind(kind));
    }
    return source;
  }

  private Set<ResourceID> ownerOf(HasMetadata owned) {
    String name = labelled(owned);
    return name == null
        ? Set.of()
        : Set.of(new ResourceID(name, owned.getMetadata().getNamespace()));
  }

  private @Nullable String labelled(HasMetadata owned) {
    var labels = owned.getMetadata().getLabels();
    return labels == null ? null : labels.get(ownerLabel);
  }
}
