package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a {@link ConversationHistory} stands, as last observed. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConversationHistoryStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("How many Channels name it.") @Nullable Integer channels,
    @JsonPropertyDescription(
            "Of how many of them all connectors say that what they acknowledge is on disk.")
        @Nullable Integer durableChannels,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Ready, Reconciling and Stalled as kstatus reads them, and Durable, as the connectors of"
                + " the Channel that stands worst say.")
        List<Condition> conditions) {

  public ConversationHistoryStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
