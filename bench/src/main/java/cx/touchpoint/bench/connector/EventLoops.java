package cx.touchpoint.bench.connector;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Vert.x as the connector sets it up: a server for each event loop, one port for all. */
final class EventLoops extends AbstractVerticle {

  private final Consumer<HttpServer> handlers;
  private final AtomicInteger port;

  private EventLoops(Consumer<HttpServer> handlers, AtomicInteger port) {
    this.handlers = handlers;
    this.port = port;
  }

  /** Says its port as the connector does, and serves until SIGTERM. */
  @SuppressWarnings("SystemOut") // the harness reads it
  static void serve(Consumer<HttpServer> handlers) {
    int loops = Runtime.getRuntime().availableProcessors();
    var port = new AtomicInteger();
    Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2))
        .deployVerticle(
            () -> new EventLoops(handlers, port), new DeploymentOptions().setInstances(loops))
        .onSuccess(_ -> System.out.printf("%s %d, %2$d%n", ServerProcess.LISTENING, port.get()))
        .onFailure(
            e -> {
              e.printStackTrace();
              System.exit(2);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServer server =
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(-1));
    handlers.accept(server);
    server
        .listen()
        .<Void>map(
            bound -> {
              port.set(bound.actualPort());
              return null;
            })
        .onComplete(started);
  }
}
