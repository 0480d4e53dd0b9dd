package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Whose signed tokens (JWT, RFC 7519) say who a customer is. */
@ValidationRule(
    value = "self.issuer == oldSelf.issuer",
    fieldPath = ".issuer",
    message =
        "cannot change: what another issuer calls a customer is another customer's name. Create a new"
            + " Channel for it, move customers over, then delete this one")
public record SignIn(
    @Required
        @Size(min = 1, max = 512)
        @Pattern("^[!-~]+$")
        @JsonPropertyDescription(
            "Who signs them: the claim iss, character for character. Cannot be changed: replace the"
                + " Channel instead.")
        String issuer,
    @Required
        @Size(min = 1, max = 256)
        @Pattern("^[!-~]+$")
        @JsonPropertyDescription(
            "For whom they are signed: what the claim aud must hold, such as the client's id.")
        String audience,
    @Required
        @JsonPropertyDescription(
            "The public keys they are signed by, a JWK Set (RFC 7517); taken are RS256 with 2048 bits"
                + " or more, ES256 and EdDSA with Ed25519.")
        Jwks jwks) {

  /** Where a JWK Set is. */
  @ValidationRule(
      value = "has(self.url) != has(self.configMapRef)",
      message = "give either url or configMapRef: where the issuer's public keys are")
  @ValidationRule(
      value =
          "!has(self.url) || self.url.matches('^https://"
              + Hosts.AUTHORITY
              + Hosts.PATH_AND_QUERY
              + "$') || self.url.matches('^http://[-a-z0-9]{1,63}[.][-a-z0-9]{1,63}[.]svc([.]cluster[.]local)?(:"
              + Hosts.PORT
              + ")?"
              + Hosts.PATH_AND_QUERY
              + "$')",
      fieldPath = ".url",
      message =
          "must be https://host[:port]/path, since whoever can change keys on their way can be any"
              + " customer; http:// only to a Service of the cluster (name.namespace.svc)")
  public record Jwks(
      @Size(min = 1, max = 512)
          @JsonPropertyDescription(
              "Where the issuer publishes it (the jwks_uri of OpenID Connect). Connectors fetch it, and"
                  + " again when keys change. Not with configMapRef.")
          @Nullable String url,
      @JsonPropertyDescription("The ConfigMap of the Channel's namespace it is in. Not with url.")
          @Nullable KeySet configMapRef) {}

  /** One key of a ConfigMap in the Channel's namespace. */
  public record KeySet(
      @Required
          @Size(min = 1, max = 253)
          @Pattern(SecretReference.SUBDOMAIN)
          @JsonPropertyDescription("The ConfigMap's name.")
          String name,
      @Default("jwks.json")
          @Size(min = 1, max = 253)
          @Pattern("^[-._a-zA-Z0-9]+$")
          @JsonPropertyDescription("The key whose value is used.")
          @Nullable String key) {}
}
