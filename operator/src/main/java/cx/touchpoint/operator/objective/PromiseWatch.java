package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.operator.channel.ClassSource;
import cx.touchpoint.operator.kube.Applier;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.kube.OptionalKinds;
import cx.touchpoint.operator.kube.OwnedKinds;
import cx.touchpoint.operator.kube.Requests;
import cx.touchpoint.operator.kube.ServedApis;
import cx.touchpoint.operator.reference.Chosen;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is watched on behalf of one kind of promise, and what it shows.
 *
 * @param <P> the kind
 */
public final class PromiseWatch<P extends CustomResource<?, PromiseStatus>> {

  private final Class<P> kind;
  private final ClassSource classes;
  private final PromiseSettings settings;
  private final boolean sociable;
  private final OwnedKinds<P> owned;
  private final OptionalKinds<P> optional;
  private final Applier<P> applier;
  private final SimpleInboundEventSource<P> nudges = new SimpleInboundEventSource<>("nudges");

  private @Nullable IndexerResourceCache<P> promises;
  private @Nullable InformerEventSource<Channel, P> channels;

  /**
   * Watches one kind.
   *
   * @param label the label that carries a promise's name on what it becomes
   * @param sociable whether what is said of one depends on the others of its namespace
   */
  public PromiseWatch(
      Class<P> kind,
      String label,
      boolean sociable,
      ServedApis served,
      ClassSource classes,
      PromiseSettings settings) {
    this.kind = kind;
    this.sociable = sociable;
    this.classes = classes;
    this.settings = settings;
    owned = new OwnedKinds<>(kind, label, Labels.managed(Labels.RULES));
    optional =
        new OptionalKinds<>(
            served, owned, Map.of(OptionalApi.PrometheusOperator, List.of(PrometheusRule.class)));
    applier = new Applier<>(owned);
  }

  /** The event sources of the kind's reconciler. */
  public List<EventSource<?, P>> open(EventSourceContext<P> context) {
    promises = context.getPrimaryCache();
    channels = new InformerEventSource<>(ofChannels(promises), context);
    var all = new ArrayList<EventSource<?, P>>(owned.add(List.of(ConfigMap.class), context));
    all.addAll(classes.follow(kind, context, nudges::propagateEvent));
    all.add(channels);
    if (sociable) {
      // Each of n wakes n when they are read first, so only where it is of use.
      all.add(neighbours(promises, context));
    }
    all.add(nudges);
    return all;
  }

  /** What the plan of a promise needs. */
  public PromiseInputs inputs(P promise, @Nullable ChannelSelection selection, Context<P> context) {
    String namespace = promise.getMetadata().getNamespace();
    List<Channel> chosen =
        selection == null
            ? List.of()
            : Chosen.of(
                selection,
                Objects.requireNonNull(channels, "opened")
                    .byIndex(Cache.NAMESPACE_INDEX, namespace));
    var byName = new TreeMap<String, ChannelClass>();
    (chosen.isEmpty()
            ? classes.defaultOf(namespace).stream()
            : chosen.stream().flatMap(it -> classes.classOf(it).stream()))
        .forEach(it -> byName.put(it.getMetadata().getName(), it));
    return new PromiseInputs(
        chosen,
        List.copyOf(byName.values()),
        optional.align(context.eventSourceRetriever()),
        settings);
  }

  /** The other promises of the kind in the same namespace, by name. */
  public List<P> others(P promise) {
    return known().byIndex(Cache.NAMESPACE_INDEX, promise.getMetadata().getNamespace()).stream()
        .filter(it -> !it.getMetadata().getName().equals(promise.getMetadata().getName()))
        .sorted(Comparator.comparing(it -> it.getMetadata().getName()))
        .toList();
  }

  Applier<P> applier() {
    return applier;
  }

  /** Whether rules were written for this promise before. */
  boolean hasRules(P promise) {
    return !owned.of(promise).isEmpty();
  }

  /** Looks at one promise again, if it is still there. */
  public void nudge(String namespace, String name) {
    var id = new ResourceID(name, namespace);
    if (promises != null && promises.get(id).isPresent()) {
      nudges.propagateEvent(id);
    }
  }

  /** Looks at all of them again. */
  public void nudgeAll() {
    if (promises != null) {
      promises.list().map(ResourceID::fromResource).forEach(nudges::propagateEvent);
    }
  }

  private IndexerResourceCache<P> known() {
    return Objects.requireNonNull(promises, "opened");
  }

  /** A Channel that changes may be chosen now, or no longer. */
  private InformerEventSourceConfiguration<Channel> ofChannels(IndexerResourceCache<P> all) {
    return InformerEventSourceConfiguration.from(Channel.class, kind)
        .withName("channels")
        .withOnUpdateFilter(Requests::differ)
        .withSecondaryToPrimaryMapper(
            (Channel changed) -> in(changed.getMetadata().getNamespace(), all))
        .build();
  }

  /** One that changes may overlap with others, or no longer. */
  private InformerEventSource<P, P> neighbours(
      IndexerResourceCache<P> all, EventSourceContext<P> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, kind)
            .withName("neighbours")
            .withOnUpdateFilter(Requests::differ)
            .withSecondaryToPrimaryMapper(
                (P changed) -> in(changed.getMetadata().getNamespace(), all))
            .build(),
        context);
  }

  private Set<ResourceID> in(String namespace, IndexerResourceCache<P> all) {
    return all.byIndex(Cache.NAMESPACE_INDEX, namespace).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }
}
