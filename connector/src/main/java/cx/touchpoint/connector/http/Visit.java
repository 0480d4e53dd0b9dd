package cx.touchpoint.connector.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;

/** A connection that was admitted: the places that it has, itself and for its request. */
final class Visit {

  private final Place own;
  private final Runnable heard;
  private Place asking = Place.UNCOUNTED;

  /**
   * @param heard told of each request, and of the end
   */
  Visit(Place own, Runnable heard) {
    this.own = own;
    this.heard = heard;
  }

  Place own() {
    return own;
  }

  void heard() {
    heard.run();
  }

  /**
   * Keeps the place of a request until it has come whole and is answered. That of a socket is kept
   * until the connection ends, and so is that of a body that never does.
   */
  void asks(HttpServerRequest request, Place place) {
    asking.giveBack();
    asking = place;
    if (place.isCounted()) {
      Promise<Void> answered = Promise.promise();
      request.response().bodyEndHandler(_ -> answered.tryComplete());
      Future<Void> whole = request.isEnded() ? Future.succeededFuture() : request.end();
      Future.all(whole, answered.future()).onComplete(_ -> place.giveBack());
    }
  }

  /** Gives back what is left. */
  void end() {
    heard.run();
    own.giveBack();
    asking.giveBack();
  }
}
