package cx.touchpoint.connector.webchat;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.Kiosk;
import cx.touchpoint.api.connector.ConnectorConfiguration.WebChat;
import cx.touchpoint.connector.attachment.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On what terms customers chat: in what the types differ that speak over the socket.
 *
 * @param pages whose pages may open it, empty where apps do that have no page
 * @param signedInOnly whether nobody is let in without a token
 * @param resetAfter after how long without a sign of life a device is the next person's, empty
 *     where it is one person's own
 * @param attachments which files may be sent, empty for none
 */
public record Terms(
    Optional<Pages> pages,
    boolean signedInOnly,
    Optional<Duration> resetAfter,
    Optional<Limits> attachments) {

  /**
   * Pages that may open a chat.
   *
   * @param origins where they are from
   * @param demo whether the connector serves one of its own
   */
  public record Pages(List<String> origins, boolean demo) {}

  /** Those of a configuration whose type speaks over the socket. */
  public static Terms of(ConnectorConfiguration configuration) {
    return switch (configuration.type()) {
      case WebChat -> {
        WebChat chat = block(configuration.webChat());
        yield new Terms(
            Optional.of(new Pages(chat.allowedOrigins(), chat.demoPage())),
            false,
            Optional.empty(),
            Limits.of(configuration));
      }
      case InApp -> new Terms(Optional.empty(), true, Optional.empty(), Limits.of(configuration));
      case Kiosk -> {
        Kiosk kiosk = block(configuration.kiosk());
        yield new Terms(
            Optional.of(new Pages(kiosk.allowedOrigins(), kiosk.demoPage())),
            false,
            Optional.of(Duration.ofMillis(kiosk.resetAfterMillis())),
            Optional.empty());
      }
      case Webhook -> throw new IllegalArgumentException("a webhook has no socket");
    };
  }

  /** Whether a page of the connector's own is served. */
  public boolean demo() {
    return pages.isPresent() && pages.get().demo();
  }

  private static <T> T block(@Nullable T block) {
    if (block == null) {
      throw new IllegalStateException("the block of the type is checked when it is read");
    }
    return block;
  }
}
