package cx.touchpoint.bench.connector;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** The floor of chats: Vert.x as the connector sets it up, answering each frame with the same. */
final class BareSockets extends AbstractVerticle {

  private final AtomicInteger port;

  private BareSockets(AtomicInteger port) {
    this.port = port;
  }

  /** Says its port as the connector does, and serves until SIGTERM. */
  @SuppressWarnings("SystemOut") // the harness reads it
  public static void main(String[] arguments) {
    int loops = Runtime.getRuntime().availableProcessors();
    var port = new AtomicInteger();
    Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2))
        .deployVerticle(() -> new BareSockets(port), new DeploymentOptions().setInstances(loops))
        .onSuccess(_ -> System.out.printf("%s %d, %2$d%n", ServerProcess.LISTENING, port.get()))
        .onFailure(
            e -> {
              e.printStackTrace();
              System.exit(2);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(-1))
        .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
        .requestHandler(request -> request.response().end())
        .listen()
        .<Void>map(
            bound -> {
              port.set(bound.actualPort());
              return null;
            })
        .onComplete(started);
  }
}
