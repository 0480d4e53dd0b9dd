package cx.touchpoint.bench.connector;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** One table of bodies by their id, and as many connections to it as a connector holds. */
final class Rows {

  private static final int CONNECTIONS = 8;

  private Rows() {}

  /** A pool; the table is there. */
  static HikariDataSource of(String jdbc, String table) throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(jdbc);
    config.setMaximumPoolSize(CONNECTIONS);
    var database = new HikariDataSource(config);
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS %s (id text PRIMARY KEY, body bytea NOT NULL)"
              .formatted(table));
    }
    return database;
  }
}
