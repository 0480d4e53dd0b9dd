package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.kube.Requests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is watched of promises on behalf of Channels. Every Channel of the namespace is woken, for a
 * promise may have chosen any of them before it was changed.
 */
final class PromiseSources {

  private PromiseSources() {}

  /** What connectors are to count. */
  static InformerEventSourceConfiguration<ResponseTimeTarget> ofTargets(
      IndexerResourceCache<Channel> channels) {
    return InformerEventSourceConfiguration.from(ResponseTimeTarget.class, Channel.class)
        .withName("targets")
        .withOnUpdateFilter(Requests::differ)
        .withSecondaryToPrimaryMapper((ResponseTimeTarget changed) -> neighbours(changed, channels))
        .build();
  }

  /** What may hold a change of connectors. */
  static InformerEventSourceConfiguration<ServiceLevelObjective> ofObjectives(
      IndexerResourceCache<Channel> channels) {
    return InformerEventSourceConfiguration.from(ServiceLevelObjective.class, Channel.class)
        .withName("objectives")
        .withOnUpdateFilter(
            (now, before) ->
                (BudgetHold.isHolding(now) || BudgetHold.isHolding(before))
                    && (Requests.differ(now, before)
                        || !Objects.equals(now.getStatus(), before.getStatus())))
        .withSecondaryToPrimaryMapper(
            (ServiceLevelObjective changed) -> neighbours(changed, channels))
        .build();
  }

  private static Set<ResourceID> neighbours(
      HasMetadata changed, IndexerResourceCache<Channel> channels) {
    return channels.byIndex(Cache.NAMESPACE_INDEX, changed.getMetadata().getNamespace()).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }
}
