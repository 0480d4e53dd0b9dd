package cx.touchpoint.connector.responder;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.connector.cloudevent.EventMessage;
import cx.touchpoint.connector.cloudevent.HttpEvents;
import cx.touchpoint.connector.cloudevent.MalformedEvent;
import cx.touchpoint.connector.cloudevent.TouchpointEvents;
import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.ResponderFailure;
import cx.touchpoint.connector.credentials.CredentialKind;
import cx.touchpoint.connector.credentials.Credentials;
import cx.touchpoint.connector.credentials.Keyring;
import cx.touchpoint.connector.http.Line;
import io.cloudevents.CloudEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks a service over HTTP: posts the message as a CloudEvent and takes a CloudEvent, or 204, as
 * its answer.
 */
final class HttpResponder implements Responder {

  private static final Duration RETRY_SOON = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  private final Vertx vertx;
  private final HttpClient client;
  private final Exchange exchange;
  private final String channel;
  private final String channelType;
  private final ConnectorConfiguration.Responder.Http settings;
  private final String url;
  private final Credentials credentials;

  /**
   * @param url where it is asked, the one of the settings or its desk's
   * @param line how it is reached
   * @param connections as many connections as there are turns at once
   */
  HttpResponder(
      Vertx vertx,
      String channel,
      String channelType,
      ConnectorConfiguration.Responder.Http settings,
      String url,
      Line line,
      int connections,
      Credentials credentials) {
    this.vertx = vertx;
    this.channel = channel;
    this.channelType = channelType;
    this.settings = settings;
    this.url = url;
    this.credentials = credentials;
    this.client =
        vertx.createHttpClient(
            line.options()
                .setConnectTimeout((int) Math.min(settings.timeoutMillis(), 10_000))
                .setKeepAliveTimeout(30),
            new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections));
    this.exchange = new Exchange(client, url, line, settings.timeoutMillis());
  }

  @Override
  public Reaction answer(Message message, Background background) throws ResponderFailure {
    EventMessage request =
        EventMessage.structured(
            TouchpointEvents.received(channel, channelType, message, background));
    Exchange.Response response = exchange.post(headers(message, request), request.body());
    return switch (response.status()) {
      case 200 -> read(response, message);
      case 204 -> Reaction.NOTHING;
      case 400, 413, 422 ->
          throw ResponderFailure.refused(
              "%s refuses it with %d.".formatted(url, response.status()));
      default ->
          throw ResponderFailure.unavailable(
              "%s answered %d. Let it answer 200 with a reply, 204 for none, or 400, 413 or 422 for a message it will never take."
                  .formatted(url, response.status()),
              retryAfter(response));
    };
  }

  /** Lets turns in progress end, then frees the connections. */
  void closeWhenIdle() {
    vertx.setTimer(settings.timeoutMillis() + 1_000, _ -> client.close());
  }

  private Map<String, String> headers(Message message, EventMessage request)
      throws ResponderFailure {
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.put("Accept", "application/cloudevents+json");
    if (settings.authenticated()) {
      Keyring token =
          credentials
              .keyring(CredentialKind.RESPONDER_TOKEN)
              .orElseThrow(
                  () ->
                      ResponderFailure.unavailable(
                          "the responder's Secret has no usable key token, so nothing is sent. Add it.",
                          RETRY_SOON));
      headers.put(
          "Authorization", "Bearer " + new String(token.current(), StandardCharsets.US_ASCII));
    }
    String traceparent = message.trace().traceparent();
    if (traceparent != null) {
      headers.put("traceparent", traceparent);
    }
    String tracestate = message.trace().tracestate();
    if (tracestate != null) {
      headers.put("tracestate", tracestate);
    }
    return headers;
  }

  private Reaction read(Exchange.Response response, Message message) throws ResponderFailure {
    try {
      List<CloudEvent> events = HttpEvents.read(response.headers(), response.body()).events();
      if (events.size() != 1) {
        throw new MalformedEvent("body", "holds several events. Answer with one.");
      }
      return TouchpointEvents.reactionOf(events.getFirst(), message);
    } catch (MalformedEvent e) {
      throw ResponderFailure.unavailable(
          "%s answered with an event that cannot be used: %s %s"
              .formatted(url, e.field(), e.detail()),
          RETRY_SOON);
    }
  }

  // Seconds only: the other form, a date, would trust the responder's clock.
  private static Duration retryAfter(Exchange.Response response) {
    String asked = response.headers().get("Retry-After");
    if (asked == null || !asked.matches("[0-9]{1,6}")) {
      return RETRY_SOON;
    }
    Duration wait = Duration.ofSeconds(Math.max(1, Long.parseLong(asked)));
    return wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
  }
}
