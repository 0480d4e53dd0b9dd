package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One key of a ConfigMap in the Channel's namespace. */
public record ConfigMapKey(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.SUBDOMAIN)
        @JsonPropertyDescription("The ConfigMap's name.")
        String name,
    @Default("ca.crt")
        @Size(min = 1, max = 253)
        @Pattern("^[-._a-zA-Z0-9]+$")
        @JsonPropertyDescription("The key whose value is used.")
        @Nullable String key) {}
