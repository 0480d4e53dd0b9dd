package cx.touchpoint.bench.connector;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The floor of keeping: Vert.x and the pool as the connector has them, and one row for each body,
 * by its id once, committed before it is answered. Nothing is proved, parsed, sealed or answered.
 */
final class InsertServer extends AbstractVerticle {

  /** As many as a connector holds. */
  private static final int CONNECTIONS = 8;

  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS floor (id text PRIMARY KEY, body bytea NOT NULL)";
  private static final String INSERT =
      "INSERT INTO floor (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING";

  private final HikariDataSource database;
  private final ExecutorService threads;
  private final AtomicInteger port;

  private InsertServer(HikariDataSource database, ExecutorService threads, AtomicInteger port) {
    this.database = database;
    this.threads = threads;
    this.port = port;
  }

  /** Takes the JDBC URL. Says its port as the connector does, and serves until SIGTERM. */
  @SuppressWarnings("SystemOut") // the harness reads it
  public static void main(String[] arguments) throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setMaximumPoolSize(CONNECTIONS);
    var database = new HikariDataSource(config);
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    int loops = Runtime.getRuntime().availableProcessors();
    var port = new AtomicInteger();
    Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2))
        .deployVerticle(
            () -> new InsertServer(database, threads, port),
            new DeploymentOptions().setInstances(loops))
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
        .requestHandler(
            request -> {
              if ("/readyz".equals(request.path())) {
                request.response().end();
              } else {
                Context loop = vertx.getOrCreateContext();
                request.body().onSuccess(body -> keep(loop, request, body));
              }
            })
        .listen()
        .<Void>map(
            bound -> {
              port.set(bound.actualPort());
              return null;
            })
        .onComplete(started);
  }

  private void keep(Context loop, HttpServerRequest request, Buffer body) {
    String id = Objects.requireNonNull(request.getHeader("ce-id"), "each event has one");
    threads.execute(
        () -> {
          int status = insert(id, body) ? 202 : 503;
          loop.runOnContext(
              _ -> request.response().setStatusCode(status).putHeader("Content-Length", "0").end());
        });
  }

  private boolean insert(String id, Buffer body) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, id);
      statement.setBytes(2, body.getBytes());
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      return false;
    }
  }
}
