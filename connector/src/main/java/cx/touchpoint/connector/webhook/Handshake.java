package cx.touchpoint.connector.webhook;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.http.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * The question a sender asks before it sends (HTTP 1.1 Web Hooks for Event Delivery 1.0, section
 * 4). It is answered at once; a callback address in the question is never called, since calling
 * addresses strangers name is how servers are made to attack others.
 */
final class Handshake {

  private Handshake() {}

  static void answer(HttpServerRequest request, ConnectorConfiguration.Webhook settings) {
    String origin = request.getHeader("WebHook-Request-Origin");
    if (origin == null || origin.isBlank()) {
      Problem.of(
              400,
              "Bad Request",
              "The handshake needs the header WebHook-Request-Origin with the sender's DNS name.")
          .with("field", "WebHook-Request-Origin")
          .send(request.response());
      return;
    }
    if (!admits(settings.allowedOrigins(), origin.strip())) {
      Problem.of(
              403,
              "Forbidden",
              "This origin may not send here. Ask the channel's owner to list it in allowedOrigins.")
          .with("field", "WebHook-Request-Origin")
          .send(request.response());
      return;
    }
    Integer rate = settings.requestsPerMinute();
    request
        .response()
        .setStatusCode(200)
        .putHeader("Allow", "OPTIONS, POST")
        .putHeader("WebHook-Allowed-Origin", origin.strip())
        .putHeader("WebHook-Allowed-Rate", rate == null ? "*" : rate.toString())
        .end();
  }

  private static boolean admits(List<String> allowed, String origin) {
    return allowed.stream().anyMatch(name -> name.equals("*") || name.equalsIgnoreCase(origin));
  }
}
