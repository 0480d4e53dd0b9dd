package cx.touchpoint.connector.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads a request's body within a size and a time, so that no sender can hold much for long. */
public final class RequestBody {

  private RequestBody() {}

  /**
   * Reads it whole, or answers 413 or 408 itself.
   *
   * @param largest in bytes
   * @param refused told when it was not read
   */
  public static void read(
      Vertx vertx,
      HttpServerRequest request,
      int largest,
      Duration longest,
      Consumer<Buffer> whole,
      Runnable refused) {
    new Reading(request, largest, whole, refused).start(vertx, longest);
  }

  /** One body on its way. */
  private static final class Reading {
    private final HttpServerRequest request;
    private final int largest;
    private final Consumer<Buffer> whole;
    private final Runnable refused;
    private Buffer body = Buffer.buffer();
    private boolean over;

    Reading(HttpServerRequest request, int largest, Consumer<Buffer> whole, Runnable refused) {
      this.request = request;
      this.largest = largest;
      this.whole = whole;
      this.refused = refused;
    }

    void start(Vertx vertx, Duration longest) {
      long timer =
          vertx.setTimer(
              longest.toMillis(),
              _ ->
                  refuse(
                      Problem.of(
                          408,
                          "Request Timeout",
                          "The body did not arrive within %d s. Send it at once."
                              .formatted(longest.toSeconds()))));
      request.handler(this::chunk);
      request.exceptionHandler(
          _ -> {
            vertx.cancelTimer(timer);
            over = true;
          });
      request.endHandler(
          _ -> {
            vertx.cancelTimer(timer);
            if (!over) {
              over = true;
              // The request stays until it is answered, its body need not.
              Buffer all = body;
              body = Buffer.buffer();
              whole.accept(all);
            }
          });
    }

    private void chunk(Buffer chunk) {
      if (over) {
        return;
      }
      if (body.length() + chunk.length() > largest) {
        refuse(
            Problem.of(
                413,
                "Content Too Large",
                "The body is larger than %d bytes. Send less at once.".formatted(largest)));
      } else {
        body.appendBuffer(chunk);
      }
    }

    private void refuse(Problem problem) {
      if (over) {
        return;
      }
      over = true;
      refused.run();
      // The rest of the body is not wanted, so the connection cannot be used again.
      request.response().endHandler(_ -> request.connection().close());
      problem.withHeader("Connection", "close").send(request.response());
    }
  }
}
