package cx.touchpoint.operator.keda;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What KEDA scales, and by what (keda.sh/v1alpha1). */
@Group("keda.sh")
@Version("v1alpha1")
@Kind("ScaledObject")
@Plural("scaledobjects")
public final class ScaledObject extends CustomResource<ScaledObject.Spec, ScaledObject.Status>
    implements Namespaced {

  /** Which workload, between how many replicas, by which triggers. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Spec(
      Target scaleTargetRef,
      int minReplicaCount,
      int maxReplicaCount,
      @Nullable Advanced advanced,
      List<Trigger> triggers) {}

  /** What KEDA passes on to the HorizontalPodAutoscaler that it makes. */
  public record Advanced(HpaConfig horizontalPodAutoscalerConfig) {

    /** Fewer replicas only when so many seconds have asked for no more. */
    public static Advanced calmDown(int seconds) {
      return new Advanced(new HpaConfig(new Behavior(new Down(seconds))));
    }
  }

  /** Settings of that HorizontalPodAutoscaler. */
  public record HpaConfig(Behavior behavior) {}

  /** How it goes about it. */
  public record Behavior(Down scaleDown) {}

  /** How fast it takes replicas away. */
  public record Down(int stabilizationWindowSeconds) {}

  /** The workload. */
  public record Target(String apiVersion, String kind, String name) {}

  /** One reason to scale. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Trigger(
      String type,
      @Nullable String name,
      @Nullable String metricType,
      @Nullable Boolean useCachedMetrics,
      Map<String, String> metadata) {}

  /** What KEDA says. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(List<Condition> conditions) {
    public Status {
      conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
  }
}
