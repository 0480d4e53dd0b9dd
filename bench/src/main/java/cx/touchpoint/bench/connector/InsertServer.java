package cx.touchpoint.bench.connector;

import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The floor of keeping: Vert.x and the pool as the connector has them, and one row for each body,
 * by its id once, committed before it is answered. Nothing is proved, parsed, sealed or answered.
 */
final class InsertServer {

  private static final String INSERT =
      "INSERT INTO floor (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING";

  private final HikariDataSource database;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private InsertServer(HikariDataSource database) {
    this.database = database;
  }

  /** Takes the JDBC URL; serves until SIGTERM. */
  public static void main(String[] arguments) throws SQLException {
    var rows = new InsertServer(Rows.of(arguments[0], "floor"));
    EventLoops.serve(server -> server.requestHandler(rows::take));
  }

  private void take(HttpServerRequest request) {
    if ("/readyz".equals(request.path())) {
      request.response().end();
    } else {
      Context loop = Objects.requireNonNull(Vertx.currentContext(), "called on an event loop");
      request.body().onSuccess(body -> keep(loop, request, body));
    }
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
