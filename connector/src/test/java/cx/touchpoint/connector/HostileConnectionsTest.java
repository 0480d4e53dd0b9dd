package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void aHundredLargeBodiesThatNeverEndFillNoMemoryAndHoldNoSmallOneUp() throws Exception {
    try (RunningConnector connector = RunningConnector.echoHook(directory)) {
      int large = 900 * 1024;
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.open("/").getPort());
        sockets.add(socket);
        socket.setSoTimeout(1);
        send(socket, head(large));
        Thread.startVirtualThread(() -> sendWhileItIsWanted(socket, large - 1));
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> sockets.stream().filter(HostileConnectionsTest::isAnswered).count() > 80);
      assertThat(connector.metrics().value("touchpoint_requests_total{outcome=overloaded}"))
          .as("refused unread, so that a hundred are not in memory")
          .isGreaterThan(80);
      assertThat(event(connector, 10_000)).isEqualTo(200);
      close();
      // Ten at once need all the room there is.
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(together(connector, 10)).containsOnly(400));
    }
  }

  private static List<Integer> together(RunningConnector connector, int events) throws Exception {
    Callable<Integer> large = () -> event(connector, 800_000);
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      return senders.invokeAll(Collections.nCopies(events, large)).stream()
          .map(Future::resultNow)
          .toList();
    }
  }

  private static String head(int length) {
    return """
        POST /hooks/webhook HTTP/1.1
        Host: a
        Authorization: Bearer %s
        Content-Type: application/json
        Content-Length: %d

        """
        .formatted(RunningConnector.TOKEN, length)
        .replace("\n", "\r\n");
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void sendWhileItIsWanted(Socket socket, int bytes) {
    try {
      socket.getOutputStream().write(" ".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException refused) {
      // It is answered before it is whole.
    }
  }

  private static boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0 || socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException waiting) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** The status of an event whose text is so long, in bytes. */
  private static int event(RunningConnector connector, int length) throws Exception {
    return RunningConnector.send(
            HttpRequest.newBuilder(connector.open("/hooks/webhook"))
                .header("Authorization", "Bearer " + RunningConnector.TOKEN)
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-type", "cx.touchpoint.message.sent")
                .header("ce-source", "/orders")
                .header("ce-id", UUID.randomUUID().toString())
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"text\":\"%s\"}".formatted("a".repeat(length)))))
        .statusCode();
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
