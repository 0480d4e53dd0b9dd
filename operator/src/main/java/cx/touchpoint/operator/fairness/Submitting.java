package cx.touchpoint.operator.fairness;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The namespace of the object whose reconcile is submitted by this thread. The task that the
 * framework hands to its executor does not tell; its metrics are told, on the same thread, just
 * before.
 */
public final class Submitting implements Metrics, Supplier<String> {

  private final ThreadLocal<String> namespace = ThreadLocal.withInitial(() -> "");

  @Override
  public void reconcileCustomResource(
      HasMetadata resource, @Nullable RetryInfo retry, Map<String, Object> metadata) {
    String of = resource.getMetadata().getNamespace();
    namespace.set(of == null ? "" : of);
  }

  @Override
  public String get() {
    return namespace.get();
  }
}
