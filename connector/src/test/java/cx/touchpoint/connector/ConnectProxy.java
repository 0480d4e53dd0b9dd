package cx.touchpoint.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy that remembers the first line of every request, and connects each CONNECT to one
 * port of this machine, whatever host was asked for.
 */
final class ConnectProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param target the port that is connected to; 0 refuses with 403
   */
  ConnectProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var request =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
      asked.add(request.readLine());
      while (!request.readLine().isEmpty()) {
        // The rest of the head says nothing that is asked about.
      }
      if (target == 0) {
        say(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        say(client, "HTTP/1.1 200 Connected\r\n\r\n");
        threads.execute(() -> copy(server, client));
        copy(client, server);
      }
    } catch (IOException e) {
      // Either side went away, which ends the tunnel.
    }
  }

  private static void say(Socket client, String head) throws IOException {
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // Either side went away, which ends the tunnel.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
