package cx.touchpoint.operator.fault;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** What an operator is told: what the API server said, something else, or nothing. */
final class Answers {

  private Answers() {}

  /** Passes on what the API server said. */
  static void give(HttpServerRequest request, HttpClientResponse answer) {
    var response = request.response().setStatusCode(answer.statusCode());
    answer
        .headers()
        .forEach(
            it -> {
              if (!it.getKey().equalsIgnoreCase("transfer-encoding")) {
                response.headers().add(it.getKey(), it.getValue());
              }
            });
    if (request.method() != HttpMethod.HEAD && answer.getHeader("Content-Length") == null) {
      response.setChunked(true);
    }
    answer.pipeTo(response).onFailure(it -> cut(request));
    answer.resume();
  }

  static void fail(HttpServerRequest request, int status) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(
            """
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, \
            "message": "a fault that a test made"}"""
                .formatted(status));
  }

  static void cut(HttpServerRequest request) {
    request.connection().close();
  }
}
