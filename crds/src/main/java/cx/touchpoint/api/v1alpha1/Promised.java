package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one promise stands, as Prometheus last said. Figures may be five minutes old. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Promised(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("The promise.") String name,
    @JsonPropertyDescription("Where the worst of its Channels stands.") @Nullable State state,
    @Size(max = 12) @JsonPropertyDescription("What was promised.") @Nullable String objective,
    @Size(max = 12)
        @JsonPropertyDescription(
            "Share of customers for whom it was kept within the window; of several Channels the"
                + " worst. None without traffic.")
        @Nullable String attainment,
    @Size(max = 12)
        @JsonPropertyDescription(
            "What is left of the error budget; of several Channels the least. Less than 0% when"
                + " more was broken than was allowed.")
        @Nullable String budgetRemaining,
    @Size(max = 10) @JsonPropertyDescription("Up to ten Channels, worst first.")
        List<Standing> worst) {

  public Promised {
    worst = worst == null ? List.of() : List.copyOf(worst);
  }

  /** Where a promise can stand, worst first. */
  public enum State {
    /** Nothing answers Prometheus, or there are no pods. */
    Down,
    /** More was broken within the window than was allowed. */
    Exhausted,
    /** An alert is firing: at this rate the budget will not last. */
    Burning,
    /** What would tell is not exported. */
    NotMeasured,
    /** Prometheus has not said yet. */
    Unknown,
    /** Kept. */
    Met,
    /** Nobody came within the window. */
    Idle
  }

  /** Where one Channel stands. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Standing(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("The Channel.") String channel,
      @Required @JsonPropertyDescription("Where it stands.") State state,
      @Size(max = 12) @JsonPropertyDescription("Share for whom the promise was kept.")
          @Nullable String attainment,
      @Size(max = 12) @JsonPropertyDescription("What is left of the error budget.")
          @Nullable String budgetRemaining) {}
}
