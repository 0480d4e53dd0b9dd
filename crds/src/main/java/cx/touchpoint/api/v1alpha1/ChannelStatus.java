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
    @Size(max = 32)
        @JsonPropertyDescription(
            "Ready, Reconciling and Stalled as kstatus reads them, and the reasons behind them.")
        List<Condition> conditions) {

  public ChannelStatus {
    endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** One address of a channel and what it is for. */
  public record Endpoint(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("What it is for.") String name,
      @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("The address.") String url) {}
}
