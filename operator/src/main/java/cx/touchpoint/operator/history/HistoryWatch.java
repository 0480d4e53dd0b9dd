package cx.touchpoint.operator.history;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.condition.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is watched on behalf of histories: the Channels that name them, and what those were told.
 */
final class HistoryWatch {

  private static final String BY_HISTORY = "history";

  /** All that is held of a Channel here; the whole of it is in the cache of its own controller. */
  private static final String[] HELD = {
    "metadata.generation",
    "spec.conversationHistoryRef",
    "status.observedGeneration",
    "status.conditions"
  };

  private final KubernetesClient client;
  private @Nullable InformerEventSource<Channel, ConversationHistory> channels;

  HistoryWatch(KubernetesClient client) {
    this.client = client;
  }

  List<EventSource<?, ConversationHistory>> open(EventSourceContext<ConversationHistory> context) {
    IndexerResourceCache<ConversationHistory> histories = context.getPrimaryCache();
    channels =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Channel.class, ConversationHistory.class)
                .withName("channels")
                .withItemStore(
                    new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE,
                        Channel.class,
                        client.getKubernetesSerialization(),
                        HELD))
                .withOnUpdateFilter((now, before) -> !told(now).equals(told(before)))
                .withSecondaryToPrimaryMapper((Channel changed) -> neighbours(changed, histories))
                .build(),
            context);
    channels.addIndexers(
        Map.of(
            BY_HISTORY,
            it ->
                HistoryReference.of(it).stream()
                    .map(name -> key(it.getMetadata().getNamespace(), name))
                    .toList()));
    return List.of(channels);
  }

  /** The Channels that name a history. */
  List<Channel> channelsOf(ConversationHistory history) {
    return Objects.requireNonNull(channels, "opened")
        .byIndex(
            BY_HISTORY, key(history.getMetadata().getNamespace(), history.getMetadata().getName()));
  }

  /** All of a Channel that is repeated here, so nothing else wakes anybody. */
  private static List<Object> told(Channel channel) {
    var status = channel.getStatus();
    return List.of(
        channel.getMetadata().getGeneration(),
        status == null ? 0L : Objects.requireNonNullElse(status.observedGeneration(), 0L),
        status == null ? Optional.empty() : Conditions.find(status.conditions(), Durability.TYPE));
  }

  /** All of the namespace: it may have named another one before. */
  private static Set<ResourceID> neighbours(
      Channel changed, IndexerResourceCache<ConversationHistory> histories) {
    return histories.byIndex(Cache.NAMESPACE_INDEX, changed.getMetadata().getNamespace()).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
