package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that take up room and never become a request. */
class HostileConnectionsTest {

  private static final int MANY = 1_000;

  @TempDir private Path directory;
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void aThousandFromOneAddressThatNeverFinishARequestHoldNobodyUpAndAreCut() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      for (int i = 0; i < MANY; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.open("/").getPort());
        sockets.add(socket);
        socket.setSoTimeout(1);
        begin(socket, i);
      }
      assertThat(RunningConnector.get(connector.open("/ping")).statusCode()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> sockets.stream().allMatch(HostileConnectionsTest::isCut));
      assertThat(RunningConnector.get(connector.open("/ping")).statusCode()).isEqualTo(200);
    }
  }

  /** Some say nothing, some half a line, some a header without an end. */
  private static void begin(Socket socket, int number) throws IOException {
    String text =
        switch (number % 3) {
          case 0 -> "";
          case 1 -> "POST /hooks/web";
          default -> "POST /hooks/webhook HTTP/1.1\r\nHost: a\r\nX-" + number + ": ";
        };
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isCut(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException waiting) {
      return false;
    } catch (SocketException reset) {
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
