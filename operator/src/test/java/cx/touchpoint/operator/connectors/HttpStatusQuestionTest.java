package cx.touchpoint.operator.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a pod's address may be anything: the answer is bounded in size and in time. */
final class HttpStatusQuestionTest {

  private static final Duration FAR_TOO_LONG = Duration.ofSeconds(30);

  private final CountDownLatch over = new CountDownLatch(1);
  private final HttpServer server;

  HttpStatusQuestionTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void aConnectorsAnswerIsRead() throws Exception {
    answers(
        out ->
            out.write(
                "{\"version\":\"1\",\"revision\":\"7\",\"newer\":true,\"credentials\":[],\"draining\":false}"
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(ask().revision()).isEqualTo("7");
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    answers(
        out -> {
          byte[] more = new byte[8192];
          while (over.getCount() > 0) {
            out.write(more);
          }
        });
    assertTimeoutPreemptively(
        FAR_TOO_LONG,
        () ->
            assertThatThrownBy(this::ask)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("capacity"));
  }

  @Test
  void anAnswerThatNeverGetsDoneIsNotWaitedFor() {
    answers(
        out -> {
          out.write('{');
          out.flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertTimeoutPreemptively(
        FAR_TOO_LONG,
        () ->
            assertThatThrownBy(this::ask)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not answer within 2 s"));
  }

  @FunctionalInterface
  private interface Body {
    void to(OutputStream out) throws IOException;
  }

  private void answers(Body body) {
    server.createContext(
        "/status",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            body.to(exchange.getResponseBody());
          }
        });
  }

  private cx.touchpoint.api.connector.ConnectorStatus ask() throws Exception {
    return new HttpStatusQuestion(server.getAddress().getPort()).ask("127.0.0.1");
  }
}
