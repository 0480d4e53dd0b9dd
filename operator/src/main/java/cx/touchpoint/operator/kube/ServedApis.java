package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the cluster serves of the optional APIs, asked once for everybody. */
public final class ServedApis {

  private static final Logger LOG = LoggerFactory.getLogger(ServedApis.class);

  private final KubernetesClient client;
  private volatile Map<OptionalApi, Set<String>> kinds = Map.of();

  /** Asks through this client. */
  public ServedApis(KubernetesClient client) {
    this.client = client;
  }

  /** Asks the API server what it serves; true when that changed. */
  public boolean discover() {
    var now = new EnumMap<OptionalApi, Set<String>>(OptionalApi.class);
    for (OptionalApi api : OptionalApi.values()) {
      var resources = client.getApiResources(api.groupVersion());
      if (resources != null) {
        now.put(
            api,
            resources.getResources().stream()
                .map(APIResource::getKind)
                .collect(Collectors.toUnmodifiableSet()));
      }
    }
    Map<OptionalApi, Set<String>> former = kinds;
    kinds = Map.copyOf(now);
    if (former.equals(kinds)) {
      return false;
    }
    LOG.info("optional APIs served: {}", kinds.keySet());
    return true;
  }

  /** Whether an API serves a kind. */
  boolean serves(OptionalApi api, String kind) {
    return kinds.getOrDefault(api, Set.of()).contains(kind);
  }
}
