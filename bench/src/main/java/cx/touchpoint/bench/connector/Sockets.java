package cx.touchpoint.bench.connector;

import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Browsers with an open chat in which nobody writes. */
final class Sockets implements AutoCloseable {

  private static final String HELLO = "{\"type\":\"hello\"}";

  /** As many as are on their way at once; more would only wait in the server's backlog. */
  private static final int AT_ONCE = 100;

  private static final int PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private Sockets() {}

  /**
   * Opens so many, each welcomed when it returns.
   *
   * @throws IOException when one is refused, or not welcomed in a minute
   */
  static Sockets open(ServerProcess server, int number) throws IOException, InterruptedException {
    var sockets = new Sockets();
    var failure = new AtomicReference<Throwable>();
    var onTheirWay = new Semaphore(AT_ONCE);
    WebSocketClient client =
        sockets.vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(number));
    WebSocketConnectOptions chat =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(server.port())
            .setURI(Setup.CHAT_PATH)
            .addHeader("Origin", Setup.ORIGIN);
    for (int i = 0; i < number && failure.get() == null; i++) {
      take(onTheirWay, 1);
      client
          .connect(chat)
          .onFailure(failure::set)
          .onFailure(_ -> onTheirWay.release())
          .onSuccess(
              socket -> {
                socket.closeHandler(_ -> sockets.closed.incrementAndGet());
                socket.textMessageHandler(
                    _ -> {
                      sockets.open.incrementAndGet();
                      socket.textMessageHandler(null);
                      onTheirWay.release();
                    });
                socket.writeTextMessage(HELLO);
              });
    }
    take(onTheirWay, AT_ONCE);
    Throwable cause = failure.get();
    if (cause != null) {
      sockets.close();
      throw new IOException(
          cause instanceof UpgradeRejectedException refused
              ? "refused with " + refused.getStatus()
              : "not opened",
          cause);
    }
    return sockets;
  }

  private static void take(Semaphore onTheirWay, int permits)
      throws IOException, InterruptedException {
    if (!onTheirWay.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("a chat was not welcomed in %d s".formatted(PATIENCE_SECONDS));
    }
  }

  /** Those that are still open. */
  int stillOpen() {
    return open.get() - closed.get();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
