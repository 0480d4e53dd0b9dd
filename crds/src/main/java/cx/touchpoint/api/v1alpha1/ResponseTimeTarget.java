package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * How fast customers are answered: the share of them served within a time. Becomes what connectors
 * count, rules and alerts for Prometheus.
 */
@Group("touchpoint.cx")
@Version("v1alpha1")
@Kind("ResponseTimeTarget")
@Plural("responsetimetargets")
@Singular("responsetimetarget")
@ShortNames("tpr")
@Categories({"touchpoint"})
@JsonClassDescription(
    "How fast customers are answered: the share of them served within a time. Becomes what"
        + " connectors count, rules and alerts for Prometheus.")
@ValidationRule(
    value = ObjectNames.RULE,
    fieldPath = ".metadata.name",
    message = ObjectNames.MESSAGE)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Met",
    jsonPath = ".status.conditions[?(@.type==\"TargetsMet\")].status")
@AdditionalPrinterColumn(
    name = "Channels",
    jsonPath = ".status.channels",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Attainment", jsonPath = ".status.attainment")
@AdditionalPrinterColumn(name = "Budget", jsonPath = ".status.budgetRemaining")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"TargetsMet\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ResponseTimeTarget extends CustomResource<ResponseTimeTargetSpec, PromiseStatus>
    implements Namespaced {
  @Required
  @JsonPropertyDescription("What is promised.")
  @Override
  public ResponseTimeTargetSpec getSpec() {
    return super.getSpec();
  }
}
