package cx.touchpoint.connector.http;

import cx.touchpoint.connector.cloudevent.EventJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not served, for a person and for a program (RFC 9457).
 *
 * @param status HTTP status
 * @param title the kind of problem, always the same words
 * @param detail what is wrong here and what to do instead
 * @param more further members, such as {@code field}
 * @param headers such as Retry-After
 */
public record Problem(
    int status,
    String title,
    String detail,
    Map<String, Object> more,
    Map<String, String> headers) {

  private static final String TYPE = "application/problem+json";

  /** A problem with nothing more to say. */
  public static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, Map.of(), Map.of());
  }

  /** The same, naming one thing more. */
  public Problem with(String member, Object value) {
    Map<String, Object> members = new LinkedHashMap<>(more);
    members.put(member, value);
    return new Problem(status, title, detail, members, headers);
  }

  /** The same, with one header more. */
  public Problem withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new Problem(status, title, detail, more, all);
  }

  /** The same, saying when to come again: whole seconds, at least one. */
  public Problem retryAfter(Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
    return withHeader("Retry-After", Long.toString(seconds));
  }

  /** Answers a request with it. */
  public void send(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    members.putAll(more);
    headers.forEach(response::putHeader);
    response
        .setStatusCode(status)
        .putHeader("Content-Type", TYPE)
        .end(Buffer.buffer(EventJson.bytes(members)));
  }
}
