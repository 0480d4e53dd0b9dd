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
 * Where customers reach a company: one chat, one webhook, one page. Becomes a connector, a
 * Deployment with its Services, route, configuration and limits; a Website becomes a Probe.
 */
@Group("touchpoint.cx")
@Version("v1alpha1")
@Kind("Channel")
@Plural("channels")
@Singular("channel")
@ShortNames("tpc")
@Categories({"touchpoint"})
@JsonClassDescription(
    "Where customers reach a company: one chat, one webhook, one page. Becomes a connector, a"
        + " Deployment with its Services, route, configuration and limits; a Website, which is"
        + " somebody else's page, becomes a Probe that fetches it.")
@ValidationRule(
    value =
        "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    fieldPath = ".metadata.name",
    message =
        "becomes the name of Services: use at most 63 lower-case letters, digits and '-', beginning"
            + " with a letter, ending with a letter or digit")
@AdditionalPrinterColumn(name = "Type", jsonPath = ".spec.type")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Replicas",
    jsonPath = ".status.readyReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Address", jsonPath = ".status.address")
@AdditionalPrinterColumn(name = "Attainment", jsonPath = ".status.attainment")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class Channel extends CustomResource<ChannelSpec, ChannelStatus>
    implements Namespaced {
  @Required
  @JsonPropertyDescription("What is asked of the channel.")
  @Override
  public ChannelSpec getSpec() {
    return super.getSpec();
  }
}
