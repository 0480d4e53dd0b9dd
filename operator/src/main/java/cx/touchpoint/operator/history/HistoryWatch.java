package cx.touchpoint.operator.history;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.kube.Requests;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.informers.cache.Cache;
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

  private @Nullable InformerEventSource<Channel, ConversationHistory> channels;

  List<EventSource<?, ConversationHistory>> open(EventSourceContext<ConversationHistory> context) {
    IndexerResourceCache<ConversationHistory> histories = context.getPrimaryCache();
    channels =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Channel.class, ConversationHistory.class)
                .withName("channels")
                .withOnUpdateFilter(
                    (now, before) ->
                        Requests.differ(now, before) || !told(now).equals(told(before)))
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

  /** Of a Channel's status no more is repeated here, so nothing else wakes anybody. */
  private static Optional<List<Object>> told(Channel channel) {
    return Optional.ofNullable(channel.getStatus())
        .map(
            it ->
                List.of(
                    Objects.requireNonNullElse(it.observedGeneration(), 0L),
                    Conditions.find(it.conditions(), Durability.TYPE)
                        .map(Condition::toString)
                        .orElse("")));
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
