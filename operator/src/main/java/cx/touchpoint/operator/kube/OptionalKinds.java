package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of optional APIs that one kind of ours becomes. APIs are installed and removed while we
 * run; this keeps the caches of their kinds in step.
 *
 * @param <P> the kind that becomes objects of those APIs
 */
public final class OptionalKinds<P extends HasMetadata> {

  private final ServedApis served;
  private final OwnedKinds<P> owned;
  private final Map<OptionalApi, List<Class<? extends HasMetadata>>> kinds;

  /**
   * Keeps these caches in step.
   *
   * @param kinds what is written of each API; an API counts as served when it has all of them
   */
  public OptionalKinds(
      ServedApis served,
      OwnedKinds<P> owned,
      Map<OptionalApi, List<Class<? extends HasMetadata>>> kinds) {
    this.served = served;
    this.owned = owned;
    this.kinds = new EnumMap<>(kinds);
  }

  /** Starts and ends caches until they fit what is served; returns what can be written. */
  public synchronized Set<OptionalApi> align(EventSourceRetriever<P> sources) {
    var writable = EnumSet.noneOf(OptionalApi.class);
    kinds.forEach(
        (api, wanted) -> {
          boolean all = wanted.stream().allMatch(it -> served.serves(api, HasMetadata.getKind(it)));
          if (all) {
            writable.add(api);
          }
          wanted.forEach(it -> align(it, all, sources));
        });
    return writable;
  }

  private <R extends HasMetadata> void align(
      Class<R> kind, boolean wanted, EventSourceRetriever<P> sources) {
    if (wanted && !owned.has(kind)) {
      sources.dynamicallyRegisterEventSource(
          owned.add(kind, sources.eventSourceContextForDynamicRegistration()));
    } else if (!wanted && owned.has(kind)) {
      owned.remove(kind);
      sources.dynamicallyDeRegisterEventSource(OwnedKinds.sourceName(kind));
    }
  }
}
