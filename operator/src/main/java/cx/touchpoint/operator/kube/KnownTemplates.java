package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which Deployments carry the template planned for them. Comparing them field by field is
 * dear, and nearly every reconcile would find again what the one before it found.
 */
public final class KnownTemplates {

  /** Far more than there are; what is forgotten is compared once more. */
  private static final int REMEMBERED = 20_000;

  /** A Deployment's generation changes with its template, and not with its status. */
  private record Same(String uid, @Nullable Long generation, int template) {}

  private final Map<ResourceID, Same> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceID, Same> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** The template we wrote, when it is another than the one planned now. */
  public Optional<PodTemplateSpec> ifOther(
      ResourceID id, Deployment live, Deployment planned, Context<?> context) {
    var now =
        new Same(
            live.getMetadata().getUid(),
            live.getMetadata().getGeneration(),
            planned.getSpec().getTemplate().hashCode());
    synchronized (known) {
      if (now.equals(known.get(id))) {
        return Optional.empty();
      }
    }
    Optional<PodTemplateSpec> other = WrittenTemplate.ifOther(live, planned, context);
    synchronized (known) {
      if (other.isEmpty()) {
        known.put(id, now);
      } else {
        known.remove(id);
      }
    }
    return other;
  }
}
