package cx.touchpoint.connector.configuration;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.Attachments;
import cx.touchpoint.api.connector.ConnectorConfiguration.Clients;
import cx.touchpoint.api.connector.ConnectorConfiguration.InApp;
import cx.touchpoint.api.connector.ConnectorConfiguration.Kiosk;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.connector.ConnectorConfiguration.Proxy;
import cx.touchpoint.api.connector.ConnectorConfiguration.Responder;
import cx.touchpoint.api.connector.ConnectorConfiguration.SignIn;
import cx.touchpoint.api.connector.ConnectorConfiguration.WebChat;
import cx.touchpoint.api.connector.ConnectorConfiguration.Webhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration must fulfil beyond its form. The operator checks the same before it writes
 * one; a connector started by hand has only this.
 */
final class ConfigurationRules {

  private static final int MOST_CONNECTIONS = 100_000;
  private static final long LARGEST_FILE = 25L * 1024 * 1024;

  private final List<String> problems = new ArrayList<>();

  private ConfigurationRules() {}

  /** One sentence per problem, empty when there is none. */
  static List<String> problemsOf(ConnectorConfiguration configuration) {
    ConfigurationRules rules = new ConfigurationRules();
    rules.check(configuration);
    return List.copyOf(rules.problems);
  }

  // The records say non-null, but JSON may leave anything out.
  private void check(ConnectorConfiguration configuration) {
    named("revision", configuration.revision());
    named("channel", configuration.channel());
    ConnectorConfiguration.@Nullable Type type = configuration.type();
    if (type == null) {
      problems.add("type is missing. Write WebChat, InApp, Kiosk or Webhook.");
    } else {
      switch (type) {
        case WebChat -> webChat(configuration.webChat());
        case Webhook -> webhook(configuration.webhook());
        case InApp -> inApp(configuration.inApp());
        case Kiosk -> kiosk(configuration.kiosk());
      }
    }
    if (type != null) {
      attachments(
          configuration.attachments(),
          type == ConnectorConfiguration.Type.Webhook ? Webhook.LARGEST_FILE : LARGEST_FILE,
          configuration.history() != null);
    }
    responder(configuration.responder(), configuration.history() != null);
    require(
        configuration.maxConcurrentTurns() >= 1,
        "maxConcurrentTurns is %d. Write 1 or more.".formatted(configuration.maxConcurrentTurns()));
    promises(configuration.promises(), configuration.history() != null);
    proxy(configuration.proxy());
    clients(configuration.clients());
  }

  private void webChat(@Nullable WebChat webChat) {
    if (webChat == null) {
      problems.add("webChat is missing. Write the block, since type is WebChat.");
      return;
    }
    pages("webChat", webChat.allowedOrigins(), webChat.demoPage());
    signIn("webChat.signIn", webChat.signIn());
  }

  private void kiosk(@Nullable Kiosk kiosk) {
    if (kiosk == null) {
      problems.add("kiosk is missing. Write the block, since type is Kiosk.");
      return;
    }
    pages("kiosk", kiosk.allowedOrigins(), kiosk.demoPage());
    require(
        kiosk.resetAfterMillis() >= 1,
        "kiosk.resetAfterMillis is %d. Write 1 or more.".formatted(kiosk.resetAfterMillis()));
  }

  private void pages(String at, List<String> origins, boolean demoPage) {
    require(
        demoPage || !origins.isEmpty(),
        at
            + ".allowedOrigins is empty, so no page could open the chat. List the origins, such as"
            + " https://shop.example.com, or set demoPage.");
    for (int i = 0; i < origins.size(); i++) {
      require(
          isWebOrigin(origins.get(i)),
          "%s.allowedOrigins[%d]: %s is not an origin. Write scheme://host or scheme://host:port, without a path."
              .formatted(at, i, origins.get(i)));
    }
  }

  private void inApp(@Nullable InApp inApp) {
    SignIn signIn = inApp == null ? null : inApp.signIn();
    require(signIn != null, "inApp.signIn is missing. Write the block, since type is InApp.");
    signIn("inApp.signIn", signIn);
  }

  private void signIn(String at, @Nullable SignIn signIn) {
    if (signIn == null) {
      return;
    }
    named(at + ".issuer", signIn.issuer());
    named(at + ".audience", signIn.audience());
    require(
        signIn.jwksUrl() == null || isHttpUrl(signIn.jwksUrl()),
        "%s.jwksUrl: %s is not an address to fetch. Write https://host/path."
            .formatted(at, signIn.jwksUrl()));
  }

  private void attachments(@Nullable Attachments files, long largest, boolean kept) {
    if (files == null) {
      return;
    }
    require(kept, "attachments need a history, in which files are kept. Write history.");
    require(
        files.maxBytes() >= 1 && files.maxBytes() <= largest,
        "attachments.maxBytes is %d. Write 1 to %d.".formatted(files.maxBytes(), largest));
    require(!files.contentTypes().isEmpty(), "attachments.contentTypes is empty. List some.");
    files.contentTypes().stream()
        .filter(it -> !Attachments.KNOWN_TYPES.contains(it))
        .forEach(
            it ->
                problems.add(
                    "attachments.contentTypes: %s is not known here. Write some of %s."
                        .formatted(it, String.join(", ", Attachments.KNOWN_TYPES))));
  }

  private void webhook(@Nullable Webhook webhook) {
    if (webhook == null) {
      problems.add("webhook is missing. Write the block, since type is Webhook.");
      return;
    }
    Webhook.@Nullable Authentication authentication = webhook.authentication();
    require(authentication != null, "webhook.authentication is missing. Write Bearer or Hmac.");
    Integer rate = webhook.requestsPerMinute();
    require(
        rate == null || rate >= 1,
        "webhook.requestsPerMinute is %s. Write 1 or more, or leave it out for no limit."
            .formatted(rate));
  }

  private void responder(@Nullable Responder responder, boolean kept) {
    Responder.@Nullable Kind kind = responder == null ? null : responder.type();
    if (responder == null || kind == null) {
      problems.add("responder.type is missing. Write Http or Echo.");
      return;
    }
    if (kind == Responder.Kind.Http) {
      Responder.Http http = responder.http();
      if (http == null) {
        problems.add("responder.http is missing. Write the block, since responder.type is Http.");
        return;
      }
      require(
          isHttpUrl(http.url()),
          "responder.http.url: %s is not an address to post to. Write http://host/path or https://host/path."
              .formatted(http.url()));
      require(
          http.timeoutMillis() >= 1,
          "responder.http.timeoutMillis is %d. Write 1 or more.".formatted(http.timeoutMillis()));
      require(
          kept || http.deskUrl() == null,
          "responder.http.deskUrl needs a history, which knows who has a conversation. Write history.");
      require(
          http.deskUrl() == null || isHttpUrl(http.deskUrl()),
          "responder.http.deskUrl: %s is not an address to post to. Write http://host/path or https://host/path."
              .formatted(http.deskUrl()));
    }
  }

  private void proxy(@Nullable Proxy proxy) {
    if (proxy == null) {
      return;
    }
    named("proxy.host", proxy.host());
    require(
        proxy.port() >= 1 && proxy.port() <= 65_535,
        "proxy.port is %d. Write 1 to 65535.".formatted(proxy.port()));
    for (int i = 0; i < proxy.noProxy().size(); i++) {
      try {
        NoProxy.of(proxy.noProxy().subList(i, i + 1));
      } catch (IllegalArgumentException e) {
        problems.add("proxy.noProxy[%d]: %s".formatted(i, e.getMessage()));
      }
    }
  }

  private void clients(@Nullable Clients clients) {
    if (clients == null) {
      return;
    }
    int most = clients.connectionsPerAddress();
    require(
        most >= 1 && most <= MOST_CONNECTIONS,
        "clients.connectionsPerAddress is %d. Write 1 to %d.".formatted(most, MOST_CONNECTIONS));
    for (int i = 0; i < clients.trustedProxies().size(); i++) {
      String proxies = clients.trustedProxies().get(i);
      require(
          AddressBlock.of(proxies).isPresent(),
          "clients.trustedProxies[%d]: %s is no block of addresses. Write one such as 10.0.0.0/8 or 2001:db8::/32."
              .formatted(i, proxies));
    }
  }

  private void promises(List<Promise> promises, boolean kept) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < promises.size(); i++) {
      Promise promise = promises.get(i);
      String at = "promises[" + i + "]";
      named(at + ".target", promise.target());
      Promise.@Nullable Phase phase = promise.phase();
      require(
          phase != null,
          at + ".phase is missing. Write Acknowledge, FirstResponse, NextResponse or Resolution.");
      require(
          kept || phase != Promise.Phase.Resolution,
          at + ".phase Resolution needs a history, which knows what is settled. Write history.");
      require(
          kept || promise.by() == null,
          at + ".by needs a history, which knows who has a conversation. Write history.");
      require(
          promise.by() == null || phase != Promise.Phase.Acknowledge,
          at + ".by has no use with phase Acknowledge. Leave it out.");
      require(
          promise.withinMillis() >= 1,
          "%s.withinMillis is %d. Write 1 or more.".formatted(at, promise.withinMillis()));
      require(
          promise.abandonedAfterMillis() >= 0,
          "%s.abandonedAfterMillis is %d. Write 0 or more."
              .formatted(at, promise.abandonedAfterMillis()));
      require(
          seen.add(promise.target() + "/" + phase),
          "%s repeats target %s in phase %s. Name each once."
              .formatted(at, promise.target(), phase));
    }
  }

  private void named(String field, @Nullable String value) {
    require(value != null && !value.isBlank(), field + " is missing. Write its name.");
  }

  private void require(boolean fulfilled, String problem) {
    if (!fulfilled) {
      problems.add(problem);
    }
  }

  private static boolean isWebOrigin(String origin) {
    try {
      URI uri = new URI(origin);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getRawUserInfo() == null
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }

  private static boolean isHttpUrl(@Nullable String url) {
    try {
      URI uri = new URI(url == null ? "" : url);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getRawUserInfo() == null;
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }
}
