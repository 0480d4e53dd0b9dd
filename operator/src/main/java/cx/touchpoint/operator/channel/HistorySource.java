package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.history.HistoryReference;
import cx.touchpoint.operator.kube.Requests;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ConversationHistories that Channels name. One wakes those that name it, and no others. */
final class HistorySource {

  private static final String BY_HISTORY = "history";

  private @Nullable InformerEventSource<ConversationHistory, Channel> histories;

  EventSource<?, Channel> open(EventSourceContext<Channel> context) {
    IndexerResourceCache<Channel> channels = context.getPrimaryCache();
    channels.addIndexer(
        BY_HISTORY,
        channel ->
            HistoryReference.of(channel).stream()
                .map(it -> key(channel.getMetadata().getNamespace(), it))
                .collect(Collectors.toList()));
    histories =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(ConversationHistory.class, Channel.class)
                .withName("histories")
                .withOnUpdateFilter(Requests::differ)
                .withSecondaryToPrimaryMapper(
                    (ConversationHistory changed) ->
                        channels
                            .byIndex(
                                BY_HISTORY,
                                key(
                                    changed.getMetadata().getNamespace(),
                                    changed.getMetadata().getName()))
                            .stream()
                            .map(ResourceID::fromResource)
                            .collect(Collectors.toSet()))
                .build(),
            context);
    return histories;
  }

  /** One of a namespace. */
  Optional<ConversationHistory> get(String namespace, String name) {
    return Objects.requireNonNull(histories, "opened").get(new ResourceID(name, namespace));
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
