package cx.touchpoint.connector.http;

import cx.touchpoint.connector.metrics.RequestOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Reads a request's body within a size and a time, so that no sender can hold much for long. */
public final class RequestBody {

  private static final Duration RETRY_FULL = Duration.ofSeconds(1);

  private RequestBody() {}

  /**
   * Reads it whole, or answers 413, 408 or 503 itself.
   *
   * @param largest in bytes
   * @param together what it shares with others of its kind until it is given back, at the latest
   *     when it is answered
   * @param refused told why it was not read
   */
  public static void read(
      Vertx vertx,
      HttpServerRequest request,
      int largest,
      Duration longest,
      LargeBodies together,
      Consumer<Whole> whole,
      Consumer<RequestOutcome> refused) {
    new Reading(request, largest, together, whole, refused).start(vertx, longest);
  }

  /**
   * A body that has come whole.
   *
   * @param giveBack to be called when neither it nor what was made of it is in memory any more
   */
  public record Whole(Buffer bytes, Runnable giveBack) {}

  /** One body on its way. */
  private static final class Reading {
    private final HttpServerRequest request;
    private final int largest;
    private final LargeBodies together;
    private final Consumer<Whole> whole;
    private final Consumer<RequestOutcome> refused;
    private final AtomicInteger counted = new AtomicInteger();
    private Buffer body = Buffer.buffer();
    private boolean over;

    Reading(
        HttpServerRequest request,
        int largest,
        LargeBodies together,
        Consumer<Whole> whole,
        Consumer<RequestOutcome> refused) {
      this.request = request;
      this.largest = largest;
      this.together = together;
      this.whole = whole;
      this.refused = refused;
    }

    void start(Vertx vertx, Duration longest) {
      long timer =
          vertx.setTimer(
              longest.toMillis(),
              _ ->
                  refuse(
                      RequestOutcome.MALFORMED,
                      Problem.of(
                          408,
                          "Request Timeout",
                          "The body did not arrive within %d s. Send it at once."
                              .formatted(longest.toSeconds()))));
      request.response().endHandler(_ -> giveBack());
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
              whole.accept(new Whole(all, this::giveBack));
            }
          });
    }

    private void chunk(Buffer chunk) {
      if (over) {
        return;
      }
      int length = body.length() + chunk.length();
      if (length > largest) {
        refuse(
            RequestOutcome.MALFORMED,
            Problem.of(
                413,
                "Content Too Large",
                "The body is larger than %d bytes. Send less at once.".formatted(largest)));
      } else if (hasRoom(length)) {
        body.appendBuffer(chunk);
      } else {
        refuse(
            RequestOutcome.OVERLOADED,
            Problem.of(
                    503,
                    "Service Unavailable",
                    "Too many bodies of more than %d bytes at once. Send it again."
                        .formatted(LargeBodies.SMALL))
                .retryAfter(RETRY_FULL));
      }
    }

    private boolean hasRoom(int length) {
      int more = length - LargeBodies.SMALL - counted.get();
      if (more <= 0) {
        return true;
      }
      if (!together.take(more)) {
        return false;
      }
      counted.addAndGet(more);
      return true;
    }

    private void giveBack() {
      together.giveBack(counted.getAndSet(0));
    }

    private void refuse(RequestOutcome outcome, Problem problem) {
      if (over) {
        return;
      }
      over = true;
      body = Buffer.buffer();
      giveBack();
      refused.accept(outcome);
      // The rest of the body is not wanted, so the connection cannot be used again.
      request.response().endHandler(_ -> request.connection().close());
      problem.withHeader("Connection", "close").send(request.response());
    }
  }
}
