package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link ResponseTimeTarget} or a {@link ServiceLevelObjective} stands, as last observed.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PromiseStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("How many Channels it is about.") @Nullable Integer channels,
    @Size(max = 12) @JsonPropertyDescription("The attainment of the promise that stands worst.")
        @Nullable String attainment,
    @Size(max = 12)
        @JsonPropertyDescription(
            "What is left of the error budget of the promise that stands worst.")
        @Nullable String budgetRemaining,
    @Size(max = 8) @JsonPropertyDescription("Each promise and where it stands.")
        List<Promised> promises,
    @Size(max = 40)
        @JsonPropertyDescription(
            "When Prometheus was last asked for what stands here; written at most every 5 minutes.")
        @Nullable String measuredAt,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Ready, Reconciling and Stalled as kstatus reads them, TargetsMet, and the reasons"
                + " behind them. A promise that is broken is no reason against Ready.")
        List<Condition> conditions) {

  public PromiseStatus {
    promises = promises == null ? List.of() : List.copyOf(promises);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
