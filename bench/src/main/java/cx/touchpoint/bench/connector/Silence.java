package cx.touchpoint.bench.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Somebody who takes every message and says nothing, as in a surge in which all who answer are
 * busy. Connections are made by the kernel and wait to be accepted for as long as this is open.
 */
record Silence(ServerSocket socket) implements AutoCloseable {

  /** More connections than a connector has turns. */
  private static final int BACKLOG = 100;

  static Silence listening() throws IOException {
    return new Silence(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(socket.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
