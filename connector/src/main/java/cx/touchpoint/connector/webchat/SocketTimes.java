package cx.touchpoint.connector.webchat;

import java.time.Duration;

/**
 * How long a socket is waited for.
 *
 * @param hello until the first frame
 * @param ping between pings; who is not heard between two of them is gone
 */
record SocketTimes(Duration hello, Duration ping) {
  static final SocketTimes DEFAULT =
      new SocketTimes(Duration.ofSeconds(10), Duration.ofSeconds(25));
}
