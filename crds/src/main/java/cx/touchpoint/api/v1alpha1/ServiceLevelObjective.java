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
 * How reliably something works: a share of good events among all, with a budget for the others.
 * Becomes rules and alerts for Prometheus, and may hold rollouts back.
 */
@Group("touchpoint.cx")
@Version("v1alpha1")
@Kind("ServiceLevelObjective")
@Plural("servicelevelobjectives")
@Singular("servicelevelobjective")
@ShortNames("tps")
@Categories({"touchpoint"})
@JsonClassDescription(
    "How reliably something works: a share of good events among all, with a budget for the others."
        + " Becomes rules and alerts for Prometheus, and may hold rollouts back.")
@ValidationRule(
    value = ObjectNames.RULE,
    fieldPath = ".metadata.name",
    message = ObjectNames.MESSAGE)
@AdditionalPrinterColumn(name = "Indicator", jsonPath = ".spec.indicator.type")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Met",
    jsonPath = ".status.conditions[?(@.type==\"TargetsMet\")].status")
@AdditionalPrinterColumn(name = "Objective", jsonPath = ".spec.objective")
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
public final class ServiceLevelObjective
    extends CustomResource<ServiceLevelObjectiveSpec, PromiseStatus> implements Namespaced {
  @Required
  @JsonPropertyDescription("What is promised.")
  @Override
  public ServiceLevelObjectiveSpec getSpec() {
    return super.getSpec();
  }
}
