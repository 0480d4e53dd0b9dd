package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a {@link Channel} stands, as last observed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChannelStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @Size(max = 253) @JsonPropertyDescription("The ChannelClass in force.")
        @Nullable String className,
    @JsonPropertyDescription("Replicas asked for.") @Nullable Integer replicas,
    @JsonPropertyDescription("Replicas that serve customers.") @Nullable Integer readyReplicas,
    @Size(max = 1024) @JsonPropertyDescription("Why so many replicas are asked for.")
        @Nullable String sizing,
    @Size(max = 1024) @JsonPropertyDescription("The address to give to customers or senders.")
        @Nullable String address,
    @Size(max = 8) @JsonPropertyDescription("Every address of this channel, by what it is for.")
        List<Endpoint> endpoints,
    @Size(max = 12)
        @JsonPropertyDescription("The attainment of the promise of targets that stands worst.")
        @Nullable String attainment,
    @Size(max = 10)
        @JsonPropertyDescription(
            "Where the targets stand that this channel keeps by itself; up to ten, worst first.")
        List<TargetStanding> targets,
    @Size(max = 40)
        @JsonPropertyDescription(
            "When the targets' figures were written; at most every 5 minutes, at least every 10"
                + " where they change.")
        @Nullable String measuredAt,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Ready, Reconciling and Stalled as kstatus reads them, and the reasons behind them.")
        List<Condition> conditions) {

  public ChannelStatus {
    endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    targets = targets == null ? List.of() : List.copyOf(targets);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Where one target stands on this channel, as Prometheus last said. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TargetStanding(
      @Required
          @Size(min = 1, max = 127)
          @JsonPropertyDescription("The ResponseTimeTarget and its target, as object/target.")
          String name,
      @Required @JsonPropertyDescription("Where it stands.") Promised.State state,
      @Required @Size(max = 12) @JsonPropertyDescription("What was promised.") String objective,
      @Size(max = 12)
          @JsonPropertyDescription(
              "Share of customers for whom it was kept within the window. None without traffic.")
          @Nullable String attainment,
      @Size(max = 12)
          @JsonPropertyDescription(
              "What is left of the error budget. Less than 0% when more was broken than was"
                  + " allowed.")
          @Nullable String budgetRemaining) {}

  /** One address of a channel and what it is for. */
  public record Endpoint(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("What it is for.") String name,
      @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("The address.") String url) {}
}
