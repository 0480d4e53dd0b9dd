package cx.touchpoint.connector.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A line to a server on this machine on which every answer takes as long as a test wants. */
public final class SlowLine implements AutoCloseable {

  private final ServerSocket listener;
  private final int server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private volatile Duration delay = Duration.ZERO;

  /** A line to a port that is not slow yet. */
  public SlowLine(int server) throws IOException {
    this.server = server;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.submit(this::accept);
  }

  /** Where it begins. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Whatever the server says from now on comes so much later. */
  public void slow(Duration by) {
    delay = by;
  }

  private Void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket line = new Socket(InetAddress.getLoopbackAddress(), server);
      open.add(client);
      open.add(line);
      threads.submit(() -> carry(client, line, false));
      threads.submit(() -> carry(line, client, true));
    }
  }

  private Void carry(Socket from, Socket to, boolean slowly)
      throws IOException, InterruptedException {
    var some = new byte[8192];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        if (slowly) {
          Thread.sleep(delay);
        }
        out.write(some, 0, read);
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : open) {
      each.close();
    }
    threads.shutdownNow();
  }
}
