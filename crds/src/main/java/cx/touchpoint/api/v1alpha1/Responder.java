package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Who answers the customer. */
@ValidationRule(
    value = "self.type != 'Http' || has(self.http)",
    fieldPath = ".http",
    reason = "FieldValueRequired",
    message = "responder.type Http needs it: give the url to ask")
@ValidationRule(
    value = "self.type == 'Http' || !has(self.http)",
    fieldPath = ".http",
    reason = "FieldValueForbidden",
    message = "belongs to responder.type Http: remove it, or set the type to Http")
@ValidationRule(
    value = "!has(self.sorry) || self.sorry.matches('[^ \\t\\r\\n]')",
    fieldPath = ".sorry",
    message = "is blank: write what customers are to read, or leave it out")
@ValidationRule(
    value =
        "!has(self.resolveAfterIdle) || (self.resolveAfterIdle.matches('^[0-9]{1,6}(m|h)$') &&"
            + " duration(self.resolveAfterIdle) >= duration('1m') &&"
            + " duration(self.resolveAfterIdle) <= duration('720h'))",
    fieldPath = ".resolveAfterIdle",
    message = "must be one number and one unit of m, h, from 1m to 720h, for example 24h")
public record Responder(
    @Required
        @JsonPropertyDescription(
            "Http: a service of yours is asked. Echo: the customer's own words come back, to try"
                + " things out.")
        Type type,
    @JsonPropertyDescription("Settings of type Http.") @Nullable Http http,
    @Default("20")
        @Min(1)
        @Max(10000)
        @JsonPropertyDescription("Turns in progress at once per replica; further ones wait.")
        @Nullable Integer maxConcurrentTurns,
    @Size(min = 1, max = 1000)
        @JsonPropertyDescription(
            "What customers read when nobody could answer them, at most 1000 characters. Without it"
                + " connectors say so in a sentence of their own.")
        @Nullable String sorry,
    @Size(max = 12)
        @JsonPropertyDescription(
            "Where messages are kept: the matter of a conversation in which nothing was said for so"
                + " long, and nobody waits for an answer, is settled; the customer's next message"
                + " begins another. One number and one unit of m, h, from 1m to 720h. Without it only"
                + " whoever answers settles matters.")
        @Nullable String resolveAfterIdle) {

  /** The kinds of responder. */
  public enum Type {
    Http,
    Echo
  }

  /** A responder over HTTP. */
  @ValidationRule(
      value = "self.url.matches('^https?://" + Hosts.AUTHORITY + Hosts.PATH_AND_QUERY + "$')",
      fieldPath = ".url",
      message = "must be http(s)://host[:port]/path, for example http://assistant.care.svc/answer")
  @ValidationRule(
      value =
          "!has(self.timeout) || (self.timeout.matches('^[0-9]{1,6}(ms|s|m)$') &&"
              + " duration(self.timeout) > duration('0s') && duration(self.timeout) <="
              + " duration('5m'))",
      fieldPath = ".timeout",
      message =
          "must be one number and one unit of ms, s, m, more than 0 and at most 5m, for example 5s")
  @ValidationRule(
      value =
          "!has(self.deskUrl) || self.deskUrl.matches('^https?://"
              + Hosts.AUTHORITY
              + Hosts.PATH_AND_QUERY
              + "$')",
      fieldPath = ".deskUrl",
      message = "must be http(s)://host[:port]/path, for example http://desk.care.svc/messages")
  @ValidationRule(
      value = "!has(self.deskUrl) || has(self.auth)",
      fieldPath = ".auth",
      reason = "FieldValueRequired",
      message =
          "deskUrl needs it: people reply later, and prove by the token of a Secret that they may")
  public record Http(
      @Required
          @Size(min = 1, max = 512)
          @JsonPropertyDescription("Where the message is posted as a CloudEvent.")
          String url,
      @Default("5s")
          @Size(max = 12)
          @JsonPropertyDescription(
              "The longest wait for the answer: one number and one unit of ms, s, m; at most 5m.")
          @Nullable String timeout,
      @JsonPropertyDescription("The bearer token sent along; without it none is sent.")
          @Nullable Auth auth,
      @Size(min = 1, max = 512)
          @JsonPropertyDescription(
              "Where messages are posted of conversations that were handed over to people; it is asked"
                  + " as url is. Without it they go on to url.")
          @Nullable String deskUrl) {}

  /** The credential a responder asks for. */
  public record Auth(
      @Required @JsonPropertyDescription("A Secret of this namespace with the key token.")
          SecretReference secretRef) {}
}
