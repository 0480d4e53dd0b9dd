package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * How connectors run on this cluster; written by the platform team. Becomes nothing by itself, as a
 * StorageClass does not.
 */
@Group("touchpoint.cx")
@Version("v1alpha1")
@Kind("ChannelClass")
@Plural("channelclasses")
@Singular("channelclass")
@ShortNames("tpcc")
@Categories({"touchpoint"})
@JsonClassDescription(
    "How connectors run on this cluster; written by the platform team. Becomes nothing by itself,"
        + " as a StorageClass does not.")
@AdditionalPrinterColumn(name = "Exposure", jsonPath = ".spec.exposure.type")
@AdditionalPrinterColumn(
    name = "Default",
    jsonPath = ".metadata.annotations.touchpoint\\.cx/is-default-class")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ChannelClass extends CustomResource<ChannelClassSpec, Void> {

  /** Marks the class of Channels that name none; of several the newest is taken. */
  public static final String DEFAULT_ANNOTATION = "touchpoint.cx/is-default-class";

  @Required
  @JsonPropertyDescription("What the platform team lays down.")
  @Override
  public ChannelClassSpec getSpec() {
    return super.getSpec();
  }
}
