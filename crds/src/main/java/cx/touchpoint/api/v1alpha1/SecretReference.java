package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a Secret of the same namespace. */
public record SecretReference(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.SUBDOMAIN)
        @JsonPropertyDescription("The Secret's name.")
        String name) {

  /** A DNS subdomain (RFC 1123), as Kubernetes names most of its objects. */
  static final String SUBDOMAIN =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
}
