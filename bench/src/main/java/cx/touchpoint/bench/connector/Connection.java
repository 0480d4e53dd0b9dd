package cx.touchpoint.bench.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * One connection that sends finished bytes and reads answers whole. An HTTP client of a library
 * would cost more than the servers it is to measure.
 */
final class Connection implements AutoCloseable {

  private static final int SILENT_MILLIS = 60_000;
  private static final String LENGTH = "\r\ncontent-length:";

  private final Socket socket;
  private final byte[] buffer = new byte[16 * 1024];

  Connection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SILENT_MILLIS);
  }

  /**
   * Sends a request and reads its answer.
   *
   * @throws IOException when the answer is neither 200 nor 202
   */
  void exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    InputStream input = socket.getInputStream();
    int read = 0;
    int whole = Integer.MAX_VALUE;
    while (read < whole) {
      int more = input.read(buffer, read, buffer.length - read);
      if (more <= 0) {
        throw new IOException("the server closed the connection in an answer");
      }
      read += more;
      if (whole == Integer.MAX_VALUE) {
        whole = length(read);
      }
    }
    if (!new String(buffer, 0, Math.min(read, 12), ISO_8859_1).matches("HTTP/1.1 20[02]")) {
      throw new IOException("not accepted: " + new String(buffer, 0, read, ISO_8859_1));
    }
  }

  /** Bytes of the whole answer, or the largest number while its head is not there yet. */
  private int length(int read) {
    String text = new String(buffer, 0, read, ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return Integer.MAX_VALUE;
    }
    int from = text.toLowerCase(Locale.ROOT).indexOf(LENGTH) + LENGTH.length();
    return head + 4 + Integer.parseInt(text.substring(from, text.indexOf("\r\n", from)).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
