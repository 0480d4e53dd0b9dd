package cx.touchpoint.operator.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.api.v1alpha1.Attachments;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ConversationHistorySpec;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.api.v1alpha1.EnclosedAttachments;
import cx.touchpoint.api.v1alpha1.SignIn;
import cx.touchpoint.operator.kube.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Channel's connectors are told, and the ConfigMap it is mounted from. */
final class Configuration {

  /** The file a connector reads. */
  static final String FILE = "connector.json";

  private static final int DEFAULT_TURNS = 20;
  private static final int DEFAULT_CONNECTIONS = 200;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration DEFAULT_RESET = Duration.ofSeconds(60);

  private static final Duration DEFAULT_RETENTION = Duration.ofDays(90);

  private static final String DEFAULT_MAX_SIZE = "10Mi";
  private static final String DEFAULT_MAX_ENCLOSED = "700Ki";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  /**
   * A namespace that is deleted waits for its pods, and must be gone within two minutes. A turn
   * that takes longer is asked about again by the replica that the message is then sent to.
   */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(75);

  private Configuration() {}

  /** The configuration, named after its own content. */
  static ConnectorConfiguration of(Channel channel, ChannelInputs inputs) {
    ConnectorConfiguration unnamed = of(channel, inputs, "");
    return of(channel, inputs, Names.digest(write(unnamed)).substring(0, 12));
  }

  private static ConnectorConfiguration of(Channel channel, ChannelInputs inputs, String revision) {
    ChannelSpec spec = channel.getSpec();
    var proxy = Connector.ofClass(inputs).proxy();
    return new ConnectorConfiguration(
        revision,
        channel.getMetadata().getName(),
        ConnectorConfiguration.Type.valueOf(spec.type().name()),
        spec.type() == ChannelSpec.Type.WebChat ? webChat(spec.webChat()) : null,
        spec.type() == ChannelSpec.Type.Webhook ? webhook(spec.webhook()) : null,
        spec.inApp() == null ? null : inApp(spec.inApp()),
        spec.kiosk() == null ? null : kiosk(spec.kiosk()),
        responder(Answering.responder(spec)),
        turns(spec),
        inputs.promises(),
        proxy == null ? null : proxy(proxy),
        clients(inputs),
        inputs.history().map(it -> history(it, Answering.responder(spec))).orElse(null),
        Answering.responder(spec).sorry());
  }

  /** Turns that a connector has in progress at once. */
  static int turns(ChannelSpec spec) {
    Integer turns = Answering.responder(spec).maxConcurrentTurns();
    return turns == null ? DEFAULT_TURNS : turns;
  }

  /** The longest that a connector which is asked to go waits for the answer to a turn. */
  static Duration slowestTurn(Channel channel) {
    var http = Answering.http(channel.getSpec());
    Duration timeout = http == null ? Duration.ZERO : timeout(http);
    return timeout.compareTo(LONGEST_FAREWELL) < 0 ? timeout : LONGEST_FAREWELL;
  }

  private static ConnectorConfiguration.WebChat webChat(ChannelSpec.@Nullable WebChat chat) {
    return chat == null
        ? new ConnectorConfiguration.WebChat(List.of(), false)
        : new ConnectorConfiguration.WebChat(
            chat.allowedOrigins() == null ? List.of() : chat.allowedOrigins(),
            chat.demoPage() == ChannelSpec.WebChat.DemoPage.Served,
            chat.signIn() == null ? null : signIn(chat.signIn()),
            chat.attachments() == null ? null : attachments(chat.attachments()));
  }

  private static ConnectorConfiguration.Kiosk kiosk(ChannelSpec.Kiosk kiosk) {
    return new ConnectorConfiguration.Kiosk(
        kiosk.allowedOrigins() == null ? List.of() : kiosk.allowedOrigins(),
        kiosk.demoPage() == ChannelSpec.WebChat.DemoPage.Served,
        (kiosk.resetAfter() == null ? DEFAULT_RESET : Durations.parse(kiosk.resetAfter()))
            .toMillis());
  }

  private static ConnectorConfiguration.InApp inApp(ChannelSpec.InApp app) {
    return new ConnectorConfiguration.InApp(
        signIn(app.signIn()), app.attachments() == null ? null : attachments(app.attachments()));
  }

  private static ConnectorConfiguration.Attachments attachments(Attachments files) {
    return attachments(
        files.maxSize() == null ? DEFAULT_MAX_SIZE : files.maxSize(), files.contentTypes());
  }

  private static ConnectorConfiguration.Attachments attachments(EnclosedAttachments files) {
    return attachments(
        files.maxSize() == null ? DEFAULT_MAX_ENCLOSED : files.maxSize(), files.contentTypes());
  }

  private static ConnectorConfiguration.Attachments attachments(
      String maxSize, @Nullable List<String> contentTypes) {
    return new ConnectorConfiguration.Attachments(
        Quantity.getAmountInBytes(new Quantity(maxSize)).longValueExact(),
        contentTypes == null ? ConnectorConfiguration.Attachments.KNOWN_TYPES : contentTypes);
  }

  private static ConnectorConfiguration.SignIn signIn(SignIn by) {
    return new ConnectorConfiguration.SignIn(by.issuer(), by.audience(), by.jwks().url());
  }

  private static ConnectorConfiguration.Webhook webhook(ChannelSpec.@Nullable Webhook hook) {
    if (hook == null) {
      return new ConnectorConfiguration.Webhook(
          ConnectorConfiguration.Webhook.Authentication.Bearer, List.of(), null);
    }
    return new ConnectorConfiguration.Webhook(
        hook.authentication() == ChannelSpec.Webhook.Authentication.Hmac
            ? ConnectorConfiguration.Webhook.Authentication.Hmac
            : ConnectorConfiguration.Webhook.Authentication.Bearer,
        hook.allowedOrigins() == null ? List.of() : hook.allowedOrigins(),
        hook.requestsPerMinute(),
        hook.attachments() == null ? null : attachments(hook.attachments()));
  }

  private static ConnectorConfiguration.Responder responder(
      cx.touchpoint.api.v1alpha1.Responder responder) {
    var http = responder.http();
    if (http == null) {
      return new ConnectorConfiguration.Responder(ConnectorConfiguration.Responder.Kind.Echo, null);
    }
    return new ConnectorConfiguration.Responder(
        ConnectorConfiguration.Responder.Kind.Http,
        new ConnectorConfiguration.Responder.Http(
            http.url(), timeout(http).toMillis(), http.auth() != null, http.deskUrl()));
  }

  private static ConnectorConfiguration.Proxy proxy(ChannelClassSpec.Proxy proxy) {
    String authority = proxy.https().replaceFirst("^http://", "").replaceFirst("/$", "");
    int colon = authority.lastIndexOf(':');
    return new ConnectorConfiguration.Proxy(
        authority.substring(0, colon).replaceAll("^\\[|]$", ""),
        Integer.parseInt(authority.substring(colon + 1)),
        proxy.noProxy() == null ? List.of() : proxy.noProxy());
  }

  private static ConnectorConfiguration.@Nullable Clients clients(ChannelInputs inputs) {
    Integer most = Connector.ofClass(inputs).connectionsPerAddress();
    List<String> trusted = inputs.channelClass().getSpec().exposure().trustedProxies();
    List<String> proxies = trusted == null ? List.of() : trusted;
    // Behind a proxy that nobody named all customers have one address: a default would lock them
    // out.
    return most == null && proxies.isEmpty()
        ? null
        : new ConnectorConfiguration.Clients(most == null ? DEFAULT_CONNECTIONS : most, proxies);
  }

  private static ConnectorConfiguration.History history(
      ConversationHistory history, cx.touchpoint.api.v1alpha1.Responder responder) {
    String retention = history.getSpec().retention();
    return new ConnectorConfiguration.History(
        history.getMetadata().getName(),
        history.getMetadata().getNamespace(),
        history.getSpec().tenant(),
        Math.toIntExact(
            (retention == null ? DEFAULT_RETENTION : Durations.parse(retention)).toDays()),
        identityKeys(history.getSpec().identity()),
        responder.resolveAfterIdle() == null
            ? null
            : Durations.parse(responder.resolveAfterIdle()).toMillis());
  }

  private static List<IdentityKey> identityKeys(ConversationHistorySpec.@Nullable Identity by) {
    return by == null
        ? List.of()
        : by.keys().stream().map(it -> IdentityKey.valueOf(it.name())).toList();
  }

  /** After which an answer is given up. */
  static Duration timeout(cx.touchpoint.api.v1alpha1.Responder.Http http) {
    return http.timeout() == null ? DEFAULT_TIMEOUT : Durations.parse(http.timeout());
  }

  static ConfigMap file(Identity identity, ConnectorConfiguration configuration) {
    return new ConfigMapBuilder()
        .withMetadata(identity.metadata())
        .addToData(FILE, write(configuration) + "\n")
        .build();
  }

  private static String write(ConnectorConfiguration configuration) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(configuration);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers always become JSON", e);
    }
  }
}
