package cx.touchpoint.connector.webchat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/**
 * The line to one browser: frames out, as fast as they are read there, and pings to know that
 * somebody is. Used on the connection's own event loop only.
 */
final class BrowserLine {

  // RFC 6455, section 7.4.1, and the registry it founds.
  static final short OVER = 1000;
  static final short NOT_TEXT = 1003;
  static final short PROTOCOL_BROKEN = 1008;
  static final short TOO_BIG = 1009;
  static final short GOING_AWAY = 1012;
  static final short TRY_LATER = 1013;

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final long pings;
  private boolean heard = true;
  private boolean reading = true;

  /**
   * @param ping between two pings; who is not heard in between is gone
   */
  BrowserLine(Vertx vertx, ServerWebSocket socket, Duration ping) {
    this.vertx = vertx;
    this.socket = socket;
    this.pings = vertx.setPeriodic(ping.toMillis(), _ -> ping());
    socket.pongHandler(_ -> heard());
  }

  /** The browser gave a sign of life. */
  void heard() {
    heard = true;
  }

  /**
   * Sends a frame.
   *
   * @return ends when it is on its way
   */
  Future<Void> send(String frame) {
    if (socket.isClosed()) {
      return Future.failedFuture("closed");
    }
    Future<Void> sent = socket.writeTextMessage(frame);
    if (socket.writeQueueFull() && reading) {
      waitForReader();
    }
    return sent;
  }

  /**
   * Ends the connection.
   *
   * @param reason at most 123 bytes, for whoever looks at the browser's tools
   */
  void close(short code, String reason) {
    if (!socket.isClosed()) {
      var _ = socket.close(code, reason);
    }
  }

  /** The connection ended. */
  void closed() {
    vertx.cancelTimer(pings);
  }

  // Who does not read is not read either, so what lies here for them stays bounded. If that lasts,
  // the listener cuts the connection: a close frame would only wait behind the others.
  private void waitForReader() {
    reading = false;
    socket.pause();
    socket.drainHandler(
        _ -> {
          reading = true;
          heard = true;
          socket.resume();
        });
  }

  private void ping() {
    if (!reading) {
      return;
    }
    if (!heard) {
      close(PROTOCOL_BROKEN, "no answer to a ping");
      return;
    }
    heard = false;
    var _ = socket.writePing(Buffer.buffer());
  }
}
