package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a team asks of a {@link Channel}. */
@ValidationRule(
    value = "self.type == oldSelf.type",
    fieldPath = ".type",
    message =
        "cannot change: create a new Channel of the other type, move customers over, then delete"
            + " this one")
@ValidationRule(
    value = "self.type == 'WebChat' || !has(self.webChat)",
    fieldPath = ".webChat",
    reason = "FieldValueForbidden",
    message = "belongs to type WebChat: remove it, or set spec.type to WebChat")
@ValidationRule(
    value =
        "self.type != 'WebChat' || (has(self.webChat) && ((has(self.webChat.allowedOrigins) &&"
            + " size(self.webChat.allowedOrigins) > 0) || (has(self.webChat.demoPage) &&"
            + " self.webChat.demoPage == 'Served')))",
    fieldPath = ".webChat",
    message =
        "lets no page open the chat: list your pages' origins in allowedOrigins, for example"
            + " https://shop.example.com, or set demoPage to Served")
@ValidationRule(
    value = "self.type == 'Webhook' || !has(self.webhook)",
    fieldPath = ".webhook",
    reason = "FieldValueForbidden",
    message = "belongs to type Webhook: remove it, or set spec.type to Webhook")
@ValidationRule(
    value = "self.type != 'InApp' || has(self.inApp)",
    fieldPath = ".inApp",
    reason = "FieldValueRequired",
    message = "spec.type InApp needs it: say by signIn whose tokens prove who a customer is")
@ValidationRule(
    value = "self.type == 'InApp' || !has(self.inApp)",
    fieldPath = ".inApp",
    reason = "FieldValueForbidden",
    message = "belongs to type InApp: remove it, or set spec.type to InApp")
@ValidationRule(
    value = "self.type == 'Kiosk' || !has(self.kiosk)",
    fieldPath = ".kiosk",
    reason = "FieldValueForbidden",
    message = "belongs to type Kiosk: remove it, or set spec.type to Kiosk")
@ValidationRule(
    value =
        "self.type != 'Kiosk' || (has(self.kiosk) && ((has(self.kiosk.allowedOrigins) &&"
            + " size(self.kiosk.allowedOrigins) > 0) || (has(self.kiosk.demoPage) &&"
            + " self.kiosk.demoPage == 'Served')))",
    fieldPath = ".kiosk",
    message =
        "lets no page open the chat: list your pages' origins in allowedOrigins, for example"
            + " https://kiosk.example.com, or set demoPage to Served")
@ValidationRule(
    value = "self.type != 'Website' || has(self.website)",
    fieldPath = ".website",
    reason = "FieldValueRequired",
    message = "spec.type Website needs it: give the url to fetch")
@ValidationRule(
    value = "self.type == 'Website' || !has(self.website)",
    fieldPath = ".website",
    reason = "FieldValueForbidden",
    message = "belongs to type Website: remove it, or set spec.type to Website")
@ValidationRule(
    value = "self.type == 'Website' || has(self.responder)",
    fieldPath = ".responder",
    reason = "FieldValueRequired",
    message =
        "every type but Website needs it: say who answers, for example {type: Echo} to try things"
            + " out")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.responder)",
    fieldPath = ".responder",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, which nobody writes to: remove it")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.credentials)",
    fieldPath = ".credentials",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, which is fetched as anybody would: remove it")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.host)",
    fieldPath = ".host",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, whose address is website.url: remove it")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.publicUrl)",
    fieldPath = ".publicUrl",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, whose address is website.url: remove it")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.scaling)",
    fieldPath = ".scaling",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, which runs no connectors: remove it")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.load)",
    fieldPath = ".load",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, which runs no connectors: remove it")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.conversationHistoryRef)",
    fieldPath = ".conversationHistoryRef",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, which nobody writes to: remove it")
@ValidationRule(
    value =
        "!has(self.responder) || !has(self.responder.http) || !has(self.responder.http.deskUrl) ||"
            + " has(self.conversationHistoryRef)",
    fieldPath = ".conversationHistoryRef",
    reason = "FieldValueRequired",
    message =
        "responder.http.deskUrl needs it: only a ConversationHistory knows which conversations people"
            + " have")
@ValidationRule(
    value =
        "!has(self.responder) || !has(self.responder.resolveAfterIdle) ||"
            + " has(self.conversationHistoryRef)",
    fieldPath = ".conversationHistoryRef",
    reason = "FieldValueRequired",
    message =
        "responder.resolveAfterIdle needs it: only a ConversationHistory knows when something was said"
            + " last")
@ValidationRule(
    value =
        "!has(self.webChat) || !has(self.webChat.attachments) || has(self.conversationHistoryRef)",
    fieldPath = ".conversationHistoryRef",
    reason = "FieldValueRequired",
    message = "webChat.attachments needs it: files lie where messages are kept")
@ValidationRule(
    value =
        "!has(self.webhook) || !has(self.webhook.attachments) || has(self.conversationHistoryRef)",
    fieldPath = ".conversationHistoryRef",
    reason = "FieldValueRequired",
    message = "webhook.attachments needs it: files lie where messages are kept")
@ValidationRule(
    value = "!has(self.inApp) || !has(self.inApp.attachments) || has(self.conversationHistoryRef)",
    fieldPath = ".conversationHistoryRef",
    reason = "FieldValueRequired",
    message = "inApp.attachments needs it: files lie where messages are kept")
@ValidationRule(
    value = "self.type != 'Website' || !has(self.outbound)",
    fieldPath = ".outbound",
    reason = "FieldValueForbidden",
    message = "has no use with type Website, to which nothing is sent: remove it")
@ValidationRule(
    value = "!has(self.owner) || self.owner.matches('" + Labelling.VALUE + "')",
    fieldPath = ".owner",
    message =
        "must be letters, digits, '-', '_' and '.', beginning and ending with a letter or digit, for"
            + " example care-team")
@ValidationRule(
    value =
        "!has(self.load) || !has(self.load.serviceTime) ||"
            + " !self.load.serviceTime.matches('^[0-9]{1,6}(ms|s|m)$') || !has(self.responder) ||"
            + " !has(self.responder.http) || !has(self.responder.http.timeout) ||"
            + " !self.responder.http.timeout.matches('^[0-9]{1,6}(ms|s|m)$') ||"
            + " duration(self.load.serviceTime) < duration(self.responder.http.timeout)",
    fieldPath = ".load.serviceTime",
    message =
        "must be less than responder.http.timeout, which is 5s unless set: whatever takes that long"
            + " is given up")
@ValidationRule(
    value =
        "!has(self.host) ||"
            + " self.host.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)+$')",
    fieldPath = ".host",
    message =
        "must be a DNS name in lower case without scheme, port or path, for example"
            + " chat.shop.example.com")
@ValidationRule(
    value =
        "!has(self.publicUrl) || self.publicUrl.matches('^https?://"
            + Hosts.AUTHORITY
            + "(/"
            + Hosts.IN_PATH
            + ")?$')",
    fieldPath = ".publicUrl",
    message =
        "must be http(s)://host[:port][/path] without query, for example"
            + " https://www.example.com/chat")
public record ChannelSpec(
    @Required
        @JsonPropertyDescription(
            "The protocol customers use. Cannot be changed: replace the Channel instead.")
        Type type,
    @JsonPropertyDescription("Settings of type WebChat.") @Nullable WebChat webChat,
    @JsonPropertyDescription("Settings of type Webhook.") @Nullable Webhook webhook,
    @JsonPropertyDescription("Settings of type InApp.") @Nullable InApp inApp,
    @JsonPropertyDescription("Settings of type Kiosk.") @Nullable Kiosk kiosk,
    @JsonPropertyDescription(
            "The ChannelClass that says how connectors run here. Without it the newest ChannelClass"
                + " annotated touchpoint.cx/is-default-class: \"true\" is taken.")
        @Nullable ClusterReference classRef,
    @JsonPropertyDescription(
            "The Secret with this channel's credentials; without it the Secret of the Channel's own"
                + " name. Keys: WebChat, InApp and Kiosk sessionKey; Webhook token (Bearer) or hmacKey (Hmac)."
                + " <key>Previous is accepted beside each during rotation. Print one with"
                + " 'touchpoint keygen'.")
        @Nullable Credentials credentials,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "The public DNS name of this channel, for classes that expose through a Gateway or an"
                + " Ingress. Without it the class's hostTemplate makes one.")
        @Nullable String host,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription(
            "The address customers use when a proxy of your own stands before the channel. Shown in"
                + " status.endpoints instead of the one the class gives.")
        @Nullable String publicUrl,
    @JsonPropertyDescription("Who answers the customer. Every type but Website needs it.")
        @Nullable Responder responder,
    @JsonPropertyDescription("How many replicas serve this channel.") @Nullable Scaling scaling,
    @JsonPropertyDescription(
            "The ConversationHistory of this namespace in which its messages are kept before they are"
                + " acknowledged. Without it connectors keep them in memory, for as long as each"
                + " lives.")
        @Nullable LocalReference conversationHistoryRef,
    @JsonPropertyDescription("Settings of type Website.") @Nullable Website website,
    @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Who looks after this channel: the label owner of its alerts, for their routing.")
        @Nullable String owner,
    @JsonPropertyDescription("What is known of the work before it is measured.")
        @Nullable Load load,
    @JsonPropertyDescription("What may be sent to customers.") @Nullable Outbound outbound) {

  /** The protocol customers use. */
  public enum Type {
    WebChat,
    Webhook,
    InApp,
    Kiosk,
    Website
  }

  /** A page that customers come to; it is fetched and timed, nothing runs for it. */
  @ValidationRule(
      value = "self.url.matches('^https?://" + Hosts.AUTHORITY + Hosts.PATH_AND_QUERY + "$')",
      fieldPath = ".url",
      message = "must be http(s)://host[:port]/path, for example https://shop.example.com/")
  public record Website(
      @Required
          @Size(min = 1, max = 512)
          @JsonPropertyDescription(
              "The page. Its document is fetched by the class's prober; scripts and pictures of it"
                  + " are not.")
          String url) {}

  /** What is known of the work before it is measured. */
  @ValidationRule(
      value =
          "!has(self.serviceTime) || (self.serviceTime.matches('^[0-9]{1,6}(ms|s|m)$') &&"
              + " duration(self.serviceTime) > duration('0s') && duration(self.serviceTime) <="
              + " duration('5m'))",
      fieldPath = ".serviceTime",
      message =
          "must be one number and one unit of ms, s, m, more than 0 and at most 5m, for example"
              + " 300ms")
  @ValidationRule(
      value =
          "!has(self.variation) || self.variation.matches('^([0-9]([.][0-9]{1,2})?|10([.]0{1,2})?)$')",
      fieldPath = ".variation",
      message =
          "must be a number from 0 to 10 as text with at most two decimals, for example \"1\" or"
              + " \"0.5\"")
  @ValidationRule(
      value =
          "!has(self.peakPerSecond) ||"
              + " self.peakPerSecond.matches('^(0|[1-9][0-9]{0,5})([.][0-9]{1,3})?$')",
      fieldPath = ".peakPerSecond",
      message =
          "must be a number from 0 to 999999 as text with at most three decimals, for example \"5\""
              + " or \"0.2\"")
  public record Load(
      @Size(max = 12)
          @JsonPropertyDescription(
              "How long the responder takes for an answer, on average. Promises that it cannot keep"
                  + " are told as TargetUnreachable. Replicas are sized by it until it is measured,"
                  + " and never for more than four times as long.")
          @Nullable String serviceTime,
      @Default("1")
          @Size(max = 5)
          @JsonPropertyDescription(
              "How much that varies: its standard deviation divided by its mean.")
          @Nullable String variation,
      @Size(max = 10)
          @JsonPropertyDescription(
              "Messages per second at the busiest time. Where nothing scales, so many are answered"
                  + " as promised by the replicas there are.")
          @Nullable String peakPerSecond) {}

  /** What may be sent to customers. */
  public record Outbound(
      @Min(1)
          @Max(100000)
          @JsonPropertyDescription(
              "Messages per second that the provider takes from this account. More replicas than"
                  + " that keeps busy are never run.")
          @Nullable Integer perSecond) {}

  /** A Secret of the Channel's namespace. */
  public record Credentials(
      @Required @JsonPropertyDescription("The Secret.") SecretReference secretRef) {}

  /** How many replicas serve a channel. */
  @ValidationRule(
      value =
          "!has(self.maxReplicas) || !has(self.minReplicas) || self.maxReplicas >= self.minReplicas",
      fieldPath = ".maxReplicas",
      message = "must be at least minReplicas")
  public record Scaling(
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "Replicas that always run; not less than the class's minReplicas.")
          @Nullable Integer minReplicas,
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "The most replicas when it scales; not more than the class's maxReplicas. Without either"
                  + " nothing scales.")
          @Nullable Integer maxReplicas,
      @Default("0")
          @Min(0)
          @Max(100)
          @JsonPropertyDescription(
              "Replicas beyond what a response-time target needs, for rises that come faster than"
                  + " replicas can be started.")
          @Nullable Integer spare) {}

  /** A chat on one's own pages. */
  @ValidationRule(
      value = "self.matches('^https?://" + Hosts.AUTHORITY + "$')",
      fieldPath = ".allowedOrigins[*]",
      message =
          "must be scheme://host[:port] without path or wildcard, for example"
              + " https://shop.example.com")
  public record WebChat(
      @Size(max = 64)
          @JsonPropertyDescription(
              "Web origins whose pages may open the chat, each scheme://host[:port]; no wildcards.")
          @Nullable List<@Size(min = 1, max = 270) String> allowedOrigins,
      @Default("None")
          @JsonPropertyDescription(
              "Served: /demo shows a page with this chat on it, to try it out. None: it does not.")
          @Nullable DemoPage demoPage,
      @JsonPropertyDescription(
              "Customers may show a token by which they are recognised; who shows none stays"
                  + " nameless.")
          @Nullable SignIn signIn,
      @JsonPropertyDescription(
              "Customers may send files, and be sent some. Needs conversationHistoryRef. Without it"
                  + " there are none.")
          @Nullable Attachments attachments) {

    /** Whether a page to try the chat out is served. */
    public enum DemoPage {
      None,
      Served
    }
  }

  /** A chat inside one's own apps. */
  public record InApp(
      @Required
          @JsonPropertyDescription(
              "Whose tokens say who a customer is; nobody is let in without one. With a"
                  + " ConversationHistory an account has one conversation, on all of its devices.")
          SignIn signIn,
      @JsonPropertyDescription(
              "Customers may send files, and be sent some. Needs conversationHistoryRef. Without it"
                  + " there are none.")
          @Nullable Attachments attachments) {}

  /** A chat on a device that one person uses after another. */
  @ValidationRule(
      value = "self.matches('^https?://" + Hosts.AUTHORITY + "$')",
      fieldPath = ".allowedOrigins[*]",
      message =
          "must be scheme://host[:port] without path or wildcard, for example"
              + " https://kiosk.example.com")
  @ValidationRule(
      value =
          "!has(self.resetAfter) || (self.resetAfter.matches('^[0-9]{1,6}(s|m)$') &&"
              + " duration(self.resetAfter) >= duration('10s') && duration(self.resetAfter) <="
              + " duration('1h'))",
      fieldPath = ".resetAfter",
      message = "must be one number and one unit of s, m, from 10s to 60m, for example 60s")
  public record Kiosk(
      @Size(max = 64)
          @JsonPropertyDescription(
              "Web origins of the pages that the devices show, each scheme://host[:port]; no"
                  + " wildcards.")
          @Nullable List<@Size(min = 1, max = 270) String> allowedOrigins,
      @Default("None")
          @JsonPropertyDescription(
              "Served: /demo shows a page with this chat on it, which a device may show as well."
                  + " None: it does not.")
          WebChat.@Nullable DemoPage demoPage,
      @Default("60s")
          @Size(max = 12)
          @JsonPropertyDescription(
              "Where nobody wrote or touched the device for so long, the chat begins anew for the next"
                  + " person: one number and one unit of s, m, from 10s to 60m.")
          @Nullable String resetAfter) {}

  /** CloudEvents over HTTP from one's own systems. */
  @ValidationRule(
      value =
          "self == '*' ||"
              + " self.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$')",
      fieldPath = ".allowedOrigins[*]",
      message = "must be a DNS name in lower case, for example events.example.com, or '*' for all")
  public record Webhook(
      @Default("Bearer")
          @JsonPropertyDescription(
              "How senders prove who they are. Bearer: Authorization header, Secret key token."
                  + " Hmac: signature over the body as in Standard Webhooks, Secret key hmacKey.")
          @Nullable Authentication authentication,
      @Size(max = 64)
          @JsonPropertyDescription(
              "Senders that the CloudEvents abuse-protection handshake admits, by DNS name; '*'"
                  + " admits all. Empty: the handshake admits none.")
          @Nullable List<@Size(min = 1, max = 253) String> allowedOrigins,
      @Min(1)
          @Max(1000000)
          @JsonPropertyDescription(
              "Requests a replica accepts per minute before it answers 429. Without it there is no"
                  + " limit.")
          @Nullable Integer requestsPerMinute,
      @JsonPropertyDescription(
              "Senders may put files inside their events, and get those of answers inside theirs."
                  + " Needs conversationHistoryRef. Without it there are none.")
          @Nullable EnclosedAttachments attachments) {

    /** How a sender proves itself. */
    public enum Authentication {
      Bearer,
      Hmac
    }
  }
}
