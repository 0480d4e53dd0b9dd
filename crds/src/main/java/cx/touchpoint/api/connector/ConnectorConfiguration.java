package cx.touchpoint.api.connector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a connector is told, the content of {@code connector.json}. A connector reloads it
 * while it runs; secrets never stand in it.
 *
 * @param revision names this content; the connector repeats it in its {@link ConnectorStatus}, so
 *     that the operator knows what is applied
 * @param channel name of the Channel, the {@code channel} label of every metric
 * @param type which protocol to speak; the block of that name holds its settings
 * @param webChat settings of {@link Type#WebChat}, else null
 * @param webhook settings of {@link Type#Webhook}, else null
 * @param inApp settings of {@link Type#InApp}, else null
 * @param kiosk settings of {@link Type#Kiosk}, else null
 * @param responder who answers
 * @param maxConcurrentTurns turns in progress at once in this process, at least 1
 * @param promises what is decided and counted per wait; empty when nobody promised anything
 * @param proxy what stands between the connector and responders over https, null when nothing does
 * @param clients what one client may have open at once, null for any number
 * @param history where messages are kept; null keeps them in memory, as long as the process lives
 * @param sorry what customers read when nobody could answer them, null for a sentence of the
 *     connector's own
 */
public record ConnectorConfiguration(
    String revision,
    String channel,
    Type type,
    @Nullable WebChat webChat,
    @Nullable Webhook webhook,
    @Nullable InApp inApp,
    @Nullable Kiosk kiosk,
    Responder responder,
    int maxConcurrentTurns,
    List<Promise> promises,
    @Nullable Proxy proxy,
    @Nullable Clients clients,
    @Nullable History history,
    @Nullable String sorry) {

  public ConnectorConfiguration {
    promises = promises == null ? List.of() : List.copyOf(promises);
  }

  /** Whose tokens say who a customer is, null where nobody's do. */
  public @Nullable SignIn signIn() {
    return switch (type) {
      case WebChat -> webChat == null ? null : webChat.signIn();
      case InApp -> inApp == null ? null : inApp.signIn();
      case Webhook, Kiosk -> null;
    };
  }

  /** Which files customers may send and be sent, null for none. */
  public @Nullable Attachments attachments() {
    return switch (type) {
      case WebChat -> webChat == null ? null : webChat.attachments();
      case InApp -> inApp == null ? null : inApp.attachments();
      case Webhook -> webhook == null ? null : webhook.attachments();
      case Kiosk -> null;
    };
  }

  /** The protocols a connector speaks; the {@code channel_type} label of every metric. */
  public enum Type {
    WebChat,
    Webhook,
    InApp,
    Kiosk
  }

  /**
   * A chat on the company's own pages, over WebSocket (RFC 6455).
   *
   * @param allowedOrigins web origins (RFC 6454, {@code scheme://host[:port]}) whose pages may open
   *     the chat
   * @param demoPage whether {@code /demo} serves a page with the chat on it; such a page's own
   *     origin is allowed too
   * @param signIn whose tokens say who a customer is, null where nobody's do
   * @param attachments which files customers may send and be sent, null for none; needs a history
   */
  public record WebChat(
      List<String> allowedOrigins,
      boolean demoPage,
      @Nullable SignIn signIn,
      @Nullable Attachments attachments) {
    public WebChat {
      allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
    }

    /** One whose customers stay nameless. */
    public WebChat(List<String> allowedOrigins, boolean demoPage) {
      this(allowedOrigins, demoPage, null, null);
    }
  }

  /**
   * A chat inside the company's own apps, over the same WebSocket, for customers who have signed
   * in.
   *
   * @param signIn whose tokens say who a customer is; nobody is let in without one
   * @param attachments as those of {@link WebChat}
   */
  public record InApp(SignIn signIn, @Nullable Attachments attachments) {}

  /**
   * Which files customers may send and be sent.
   *
   * @param maxBytes the largest, in bytes
   * @param contentTypes what they may be, such as {@code image/png}
   */
  public record Attachments(long maxBytes, List<String> contentTypes) {

    /** Every type a connector can tell by a file's first bytes. */
    public static final List<String> KNOWN_TYPES =
        List.of(
            "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain");

    public Attachments {
      contentTypes = contentTypes == null ? List.of() : List.copyOf(contentTypes);
    }
  }

  /**
   * The chat on a device that one person uses after another.
   *
   * @param allowedOrigins as those of {@link WebChat}
   * @param demoPage as that of {@link WebChat}
   * @param resetAfterMillis after how long without a sign of life the device is the next person's,
   *     in milliseconds
   */
  public record Kiosk(List<String> allowedOrigins, boolean demoPage, long resetAfterMillis) {
    public Kiosk {
      allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
    }
  }

  /**
   * Whose signed tokens (JWT, RFC 7519) say who a customer is.
   *
   * @param issuer their {@code iss}, exactly
   * @param audience what their {@code aud} must hold
   * @param jwksUrl where the issuer publishes the keys it signs with (JWK Set, RFC 7517); null
   *     where they are mounted as {@code jwks.json}
   */
  public record SignIn(String issuer, String audience, @Nullable String jwksUrl) {}

  /**
   * CloudEvents over HTTP from the company's own systems (CloudEvents 1.0, HTTP binding and
   * webhooks).
   *
   * @param authentication how senders prove who they are
   * @param allowedOrigins senders the abuse-protection handshake admits, by DNS name
   * @param requestsPerMinute what one replica accepts before it answers 429, null for no limit
   * @param attachments as those of {@link WebChat}, of at most {@link #LARGEST_FILE} bytes
   */
  public record Webhook(
      Authentication authentication,
      List<String> allowedOrigins,
      @Nullable Integer requestsPerMinute,
      @Nullable Attachments attachments) {

    /** In base64 it fits into an event of 1 MiB, with as many words as a message has. */
    public static final long LARGEST_FILE = 700 * 1024;

    public Webhook {
      allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
    }

    /** One whose senders have words only. */
    public Webhook(
        Authentication authentication,
        List<String> allowedOrigins,
        @Nullable Integer requestsPerMinute) {
      this(authentication, allowedOrigins, requestsPerMinute, null);
    }

    /** How a sender proves itself; the credential lies in the Secret key named after each. */
    public enum Authentication {
      /** {@code Authorization: Bearer <token>} (RFC 6750), Secret key {@code token}. */
      Bearer,
      /** Signature over the raw body as in Standard Webhooks 1.0, Secret key {@code hmacKey}. */
      Hmac
    }
  }

  /**
   * Who answers the customer.
   *
   * @param type which block holds the settings
   * @param http settings of {@link Kind#Http}, else null
   */
  public record Responder(Kind type, @Nullable Http http) {

    /** The kinds of responder. */
    public enum Kind {
      /** A service that takes a CloudEvent and answers with one. */
      Http,
      /** Answers with the customer's own words, to try things out. */
      Echo
    }

    /**
     * A responder over HTTP.
     *
     * @param url where the message is posted
     * @param timeoutMillis the longest wait for its answer, in milliseconds
     * @param authenticated whether the mounted responder credential {@code token} is sent as bearer
     *     token; without the credential nothing is sent at all
     * @param deskUrl where messages of conversations are posted that were handed to people, null
     *     for {@code url}
     */
    public record Http(
        String url, long timeoutMillis, boolean authenticated, @Nullable String deskUrl) {}
  }

  /**
   * An HTTP proxy that connects to responders over https by CONNECT (RFC 9110, 9.3.6). Plain http
   * never passes through it.
   *
   * @param host name or address of the proxy, an IPv6 address without brackets
   * @param port its port, 1 to 65535
   * @param noProxy hosts that are reached without it: {@code name} (and every name below it),
   *     {@code .suffix} (every name below), address, or CIDR block
   */
  public record Proxy(String host, int port, List<String> noProxy) {
    public Proxy {
      noProxy = noProxy == null ? List.of() : List.copyOf(noProxy);
    }
  }

  /**
   * What one client may have open at once at one replica.
   *
   * @param connectionsPerAddress sockets and requests in progress, or connections where the client
   *     connects itself; 1 to 100,000
   * @param trustedProxies CIDR blocks of the proxies whose {@code X-Forwarded-For} is believed
   */
  public record Clients(int connectionsPerAddress, List<String> trustedProxies) {
    public Clients {
      trustedProxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
    }
  }

  /**
   * A PostgreSQL database in which messages are kept; how to reach it lies in a mounted Secret.
   *
   * @param name of the ConversationHistory, for messages to people
   * @param namespace of it and of the Channel; with the Channel's name it tells in the database
   *     whose messages they are
   * @param tenant what is shared: connectors of one tenant on one database know the same customers
   * @param retentionDays how long a message is kept, in days, at least 1
   * @param identityKeys by which names customers are found to be one person; the first tells
   *     persons apart. None: nobody is recognised
   * @param resolveAfterIdleMillis the matter of a conversation in which nothing was said for so
   *     long is settled, in milliseconds; null for never
   */
  public record History(
      String name,
      String namespace,
      String tenant,
      int retentionDays,
      List<IdentityKey> identityKeys,
      @Nullable Long resolveAfterIdleMillis) {

    public History {
      identityKeys = identityKeys == null ? List.of() : List.copyOf(identityKeys);
    }

    /** One that recognises nobody. */
    public History(String name, String namespace, String tenant, int retentionDays) {
      this(name, namespace, tenant, retentionDays, List.of(), null);
    }
  }

  /** A kind of name that customers go by. */
  public enum IdentityKey {
    /** What the company's own systems call them. */
    AccountId,
    /** An address, in lower case. */
    Email,
    /** In international form (E.164). */
    Phone
  }

  /**
   * One promise to the customer, counted by {@code touchpoint_promise_total}.
   *
   * @param target the {@code target} label
   * @param phase which wait is meant
   * @param withinMillis the promised longest wait, in milliseconds
   * @param abandonedAfterMillis who leaves earlier counts neither as kept nor as broken, in
   *     milliseconds
   * @param by whose answer keeps it, null for anybody's; needs a history
   */
  public record Promise(
      String target, Phase phase, long withinMillis, long abandonedAfterMillis, @Nullable By by) {

    /** A promise that anybody may keep. */
    public Promise(String target, Phase phase, long withinMillis, long abandonedAfterMillis) {
      this(target, phase, withinMillis, abandonedAfterMillis, null);
    }

    /** Whose answer counts. */
    public enum By {
      /** A person's; the wait begins when the conversation is handed over. */
      Human,
      /** A program's; what is handed over counts no more. */
      Automated
    }

    /** The waits a promise can be about. */
    public enum Phase {
      /** From the message's arrival until it is taken safely. */
      Acknowledge,
      /** From a conversation's first message until its first answer. */
      FirstResponse,
      /** From a later message of a conversation until the answer to it. */
      NextResponse,
      /** From the message that begins a matter until it is settled; needs a history. */
      Resolution
    }
  }
}
