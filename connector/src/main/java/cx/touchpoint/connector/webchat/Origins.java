package cx.touchpoint.connector.webchat;

import cx.touchpoint.api.connector.ConnectorConfiguration.WebChat;
import cx.touchpoint.connector.conversation.Arrival;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open the chat. Browsers send the page's origin with every WebSocket handshake and
 * no page can forge it (RFC 6455, section 10.2); it does not hold off other programs.
 */
final class Origins {

  private Origins() {}

  /** Where an admitted page stands, empty when it may not open the chat. */
  static Optional<Arrival.Entry> admit(MultiMap headers, WebChat settings) {
    String origin = headers.get("Origin");
    if (origin == null || origin.isBlank()) {
      return Optional.empty();
    }
    String page = normal(origin);
    if (settings.allowedOrigins().stream().map(Origins::normal).anyMatch(page::equals)) {
      return Optional.of(Arrival.Entry.Widget);
    }
    return settings.demoPage() && isOwn(page, headers.get("Host"))
        ? Optional.of(Arrival.Entry.DemoPage)
        : Optional.empty();
  }

  // TLS may end before us, so the scheme of our own address is not known here.
  private static boolean isOwn(String page, @Nullable String host) {
    return host != null
        && (page.equals(normal("http://" + host)) || page.equals(normal("https://" + host)));
  }

  private static String normal(String origin) {
    String lower = origin.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://") && lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - ":443".length());
    }
    if (lower.startsWith("http://") && lower.endsWith(":80")) {
      return lower.substring(0, lower.length() - ":80".length());
    }
    return lower;
  }
}
