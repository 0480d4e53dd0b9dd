package cx.touchpoint.connector.http;

import io.vertx.core.http.HttpServerRequest;

/** Serves the requests to one path. Called on an event loop, so it must not block. */
@FunctionalInterface
public interface Route {
  /** Answers the request, now or later. */
  void serve(HttpServerRequest request);
}
