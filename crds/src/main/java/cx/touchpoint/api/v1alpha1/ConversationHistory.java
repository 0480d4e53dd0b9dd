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
 * What is remembered of conversations: in which database, and for how long. Becomes nothing by
 * itself; connectors of the Channels that name it keep their messages there.
 */
@Group("touchpoint.cx")
@Version("v1alpha1")
@Kind("ConversationHistory")
@Plural("conversationhistories")
@Singular("conversationhistory")
@ShortNames("tph")
@Categories({"touchpoint"})
@JsonClassDescription(
    "What is remembered of conversations: in which database, and for how long. Becomes nothing by"
        + " itself; connectors of the Channels that name it keep their messages there.")
@ValidationRule(
    value = ObjectNames.RULE,
    fieldPath = ".metadata.name",
    message = ObjectNames.MESSAGE)
@AdditionalPrinterColumn(name = "Tenant", jsonPath = ".spec.tenant")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Durable",
    jsonPath = ".status.conditions[?(@.type==\"Durable\")].status")
@AdditionalPrinterColumn(
    name = "Channels",
    jsonPath = ".status.channels",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Durable\")].message",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ConversationHistory
    extends CustomResource<ConversationHistorySpec, ConversationHistoryStatus>
    implements Namespaced {
  @Required
  @JsonPropertyDescription("What is kept, and where.")
  @Override
  public ConversationHistorySpec getSpec() {
    return super.getSpec();
  }
}
