package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices optional APIs that are installed or removed while we run, and keeps the caches of their
 * kinds in step.
 *
 * @param <P> the kind that becomes objects of those APIs
 */
public final class OptionalKinds<P extends HasMetadata> {

  private static final Logger LOG = LoggerFactory.getLogger(OptionalKinds.class);

  private final KubernetesClient client;
  private final OwnedKinds<P> owned;
  private volatile Set<OptionalApi> discovered = Set.of();

  /** Keeps these caches in step. */
  public OptionalKinds(KubernetesClient client, OwnedKinds<P> owned) {
    this.client = client;
    this.owned = owned;
  }

  /** Asks the API server what it serves; true when that changed. */
  public boolean discover() {
    var now = EnumSet.noneOf(OptionalApi.class);
    for (OptionalApi api : OptionalApi.values()) {
      if (isServed(api)) {
        now.add(api);
      }
    }
    Set<OptionalApi> former = discovered;
    discovered = Set.copyOf(now);
    if (former.equals(discovered)) {
      return false;
    }
    LOG.info("optional APIs served: {}", discovered);
    return true;
  }

  /** Starts and ends caches until they fit what was discovered; returns what can be written. */
  public synchronized Set<OptionalApi> align(EventSourceRetriever<P> sources) {
    for (OptionalApi api : OptionalApi.values()) {
      boolean wanted = discovered.contains(api);
      if (wanted && !owned.has(api.kind())) {
        sources.dynamicallyRegisterEventSource(
            owned.add(api.kind(), sources.eventSourceContextForDynamicRegistration()));
      } else if (!wanted && owned.has(api.kind())) {
        owned.remove(api.kind());
        sources.dynamicallyDeRegisterEventSource(OwnedKinds.sourceName(api.kind()));
      }
    }
    return discovered;
  }

  private boolean isServed(OptionalApi api) {
    var resources = client.getApiResources(api.groupVersion());
    return resources != null
        && resources.getResources().stream()
            .anyMatch(it -> it.getKind().equals(HasMetadata.getKind(api.kind())));
  }
}
