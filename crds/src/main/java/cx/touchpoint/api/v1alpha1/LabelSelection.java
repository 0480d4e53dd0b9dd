package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses objects by their labels, all conditions together, as Kubernetes' own selectors do. */
@ValidationRule(
    value =
        "(has(self.matchLabels) && size(self.matchLabels) > 0) || (has(self.matchExpressions) &&"
            + " size(self.matchExpressions) > 0)",
    message = "selects nothing in particular: give matchLabels or matchExpressions")
public record LabelSelection(
    @Size(max = 16) @JsonPropertyDescription("Labels and the values they must have.")
        @Nullable Map<String, @Size(max = 63) @Pattern(Labelling.VALUE) String> matchLabels,
    @Size(max = 16) @JsonPropertyDescription("Further conditions on labels.")
        @Nullable List<Expression> matchExpressions) {

  /** One condition on one label. */
  @ValidationRule(
      value =
          "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 :"
              + " !has(self.values) || size(self.values) == 0",
      fieldPath = ".values",
      message = "belongs to the operators In and NotIn, and they need it")
  public record Expression(
      @Required
          @Size(min = 1, max = 317)
          @Pattern(Labelling.KEY)
          @JsonPropertyDescription("The label.")
          String key,
      @Required @JsonPropertyDescription("How its value is compared.") Operator operator,
      @Size(max = 32) @JsonPropertyDescription("The values of In and NotIn.")
          @Nullable List<@Size(max = 63) @Pattern(Labelling.VALUE) String> values) {

    /** How a label is compared. */
    public enum Operator {
      In,
      NotIn,
      Exists,
      DoesNotExist
    }
  }
}
