package cx.touchpoint.connector.attachment;

import cx.touchpoint.connector.http.Problem;
import java.time.Duration;

/** Why a file is not taken or given, as HTTP says it. */
public final class Refusals {

  private Refusals() {}

  static Problem of(RefusedFile e) {
    return Problem.of(e.reason().status(), e.reason().title(), String.valueOf(e.getMessage()));
  }

  /** The same of a file inside an event. */
  static Problem of(RefusedFile e, String field) {
    return Problem.of(e.reason().status(), e.reason().title(), field + ": " + e.getMessage())
        .with("field", field);
  }

  static Problem tooSlow(Duration longest) {
    return Problem.of(
        408,
        "Request Timeout",
        "The file did not arrive within %d s. Send a smaller one.".formatted(longest.toSeconds()));
  }

  static Problem noConversation() {
    return Problem.of(404, "Not Found", "There is no such conversation on this channel.");
  }

  /** There is no such file, or it is none of those whoever asks may see. */
  public static Problem noFile() {
    return Problem.of(404, "Not Found", "There is no such file here.");
  }

  /** It may be taken or given after a while. */
  public static Problem later(String detail, Duration wait) {
    return Problem.of(503, "Service Unavailable", detail).retryAfter(wait);
  }

  /** Something else is asked for at this path. */
  public static Problem notAllowed(String methods) {
    return Problem.of(405, "Method Not Allowed", "Send %s.".formatted(methods.split(",")[0]))
        .withHeader("Allow", methods);
  }
}
