package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.conversation.Arrival;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open the chat. Browsers send the page's origin with every WebSocket handshake and
 * no page can forge it (RFC 6455, section 10.2); it does not hold off other programs. Apps have no
 * origin, and nothing a page could ride on: who they speak for, their token says.
 */
final class Origins {

  private Origins() {}

  /** Where customers can be. */
  static Set<Arrival.Entry> entries(Terms terms) {
    return terms.pages().isEmpty()
        ? Set.of(Arrival.Entry.App)
        : Set.of(place(terms), Arrival.Entry.DemoPage);
  }

  private static Arrival.Entry place(Terms terms) {
    return terms.resetAfter().isPresent() ? Arrival.Entry.Kiosk : Arrival.Entry.Widget;
  }

  /** Where an admitted customer is, empty when their page may not open the chat. */
  static Optional<Arrival.Entry> admit(MultiMap headers, Terms terms) {
    return terms.pages().isEmpty()
        ? Optional.of(Arrival.Entry.App)
        : admit(headers, terms, terms.pages().get());
  }

  private static Optional<Arrival.Entry> admit(MultiMap headers, Terms terms, Terms.Pages pages) {
    String origin = headers.get("Origin");
    if (origin == null || origin.isBlank()) {
      return Optional.empty();
    }
    String page = normal(origin);
    if (pages.origins().stream().map(Origins::normal).anyMatch(page::equals)) {
      return Optional.of(place(terms));
    }
    return pages.demo() && isOwn(page, headers.get("Host"))
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
