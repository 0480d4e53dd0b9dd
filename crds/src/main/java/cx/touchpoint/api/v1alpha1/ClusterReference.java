package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a cluster-scoped object. */
public record ClusterReference(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.SUBDOMAIN)
        @JsonPropertyDescription("Its name.")
        String name) {}
