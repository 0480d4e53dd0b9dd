package cx.touchpoint.operator.kube;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pod template of a Deployment as we last wrote it: of all its fields, those that are ours.
 * Writing it again changes nothing, so no pod is replaced.
 */
final class WrittenTemplate {

  private WrittenTemplate() {}

  /** The template we wrote, when it is another than the one planned now. */
  static Optional<PodTemplateSpec> ifOther(
      Deployment live, Deployment planned, Context<?> context) {
    var fields = new OwnFields();
    fields.matches(live, planned, context);
    Object written = template(fields.written);
    return written == null || Objects.equals(written, template(fields.planned))
        ? Optional.empty()
        : Optional.of(
            context
                .getClient()
                .getKubernetesSerialization()
                .convertValue(written, PodTemplateSpec.class));
  }

  private static @Nullable Object template(@Nullable Map<String, Object> deployment) {
    return deployment != null && deployment.get("spec") instanceof Map<?, ?> spec
        ? spec.get("template")
        : null;
  }

  /** The matcher knows which fields are ours; this keeps what it compares. */
  private static final class OwnFields
      extends SSABasedGenericKubernetesResourceMatcher<Deployment> {

    private @Nullable Map<String, Object> written;
    private @Nullable Map<String, Object> planned;

    @Override
    protected boolean matches(
        Map<String, Object> actual,
        Map<String, Object> desired,
        Deployment live,
        Deployment plan,
        Context<?> context) {
      written = actual;
      planned = desired;
      return super.matches(actual, desired, live, plan, context);
    }
  }
}
