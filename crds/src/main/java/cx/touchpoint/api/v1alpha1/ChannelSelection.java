package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses Channels of the same namespace, by their names or by their labels. */
@ValidationRule(
    value = "has(self.names) != has(self.selector)",
    message =
        "needs either names or a selector, not both, for example {names: [support-chat]} or"
            + " {selector: {matchLabels: {journey: shop}}}")
@ValidationRule(
    value = "!has(self.names) || size(self.names) > 0",
    fieldPath = ".names",
    message = "chooses nothing: name a Channel, or choose by a selector")
@ValidationRule(
    value = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    fieldPath = ".names[*]",
    message =
        "is no name of a Channel, which has lower-case letters, digits and '-', for example"
            + " support-chat; by labels choose with selector")
@ValidationRule(
    value =
        "!has(self.selector) || !has(self.selector.matchLabels) ||"
            + " self.selector.matchLabels.all(k, k.matches('"
            + Labelling.KEY
            + "'))",
    fieldPath = ".selector.matchLabels",
    message = "must have keys like journey or example.com/journey")
public record ChannelSelection(
    @Size(max = 64) @JsonPropertyDescription("Names of Channels.")
        @Nullable List<@Size(min = 1, max = 63) String> names,
    @JsonPropertyDescription("Chooses Channels by their labels, now and in future.")
        @Nullable LabelSelection selector) {}
