package cx.touchpoint.connector.webchat;

import io.vertx.core.Vertx;
import java.time.Duration;

/** How long nobody has been there at a device. Used on the connection's own event loop only. */
final class Silence {

  private final Vertx vertx;
  private final Duration longest;
  private final Runnable over;
  private long timer;

  /**
   * @param longest until the device is taken for deserted
   * @param over what is done then, once
   */
  Silence(Vertx vertx, Duration longest, Runnable over) {
    this.vertx = vertx;
    this.longest = longest;
    this.over = over;
    this.timer = begin();
  }

  /** Somebody is there. */
  void broken() {
    vertx.cancelTimer(timer);
    timer = begin();
  }

  /** It does not matter any more. */
  void end() {
    vertx.cancelTimer(timer);
  }

  private long begin() {
    return vertx.setTimer(Math.max(1, longest.toMillis()), _ -> over.run());
  }
}
