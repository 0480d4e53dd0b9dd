package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorStatus.History.State;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The tables of one tenant, in a schema of their own, brought up to date by whoever comes first.
 */
final class Schema {

  private Schema() {}

  /** A tenant is a DNS label, so it has no underscore and no two share a schema. */
  static String nameOf(String tenant) {
    return "touchpoint_" + tenant.replace('-', '_');
  }

  /**
   * Many replicas may do it at once: Flyway lets one work and the others wait. A schema that a
   * newer version has gone on with is left as it is, and serves: migrations only add.
   */
  static void bringUpToDate(DataSource database, String schema) throws StoreFailure {
    try {
      configuration(database, schema).load().migrate();
      try (Connection connection = database.getConnection()) {
        Retention.makeRoom(connection);
      } catch (SQLException e) {
        throw StoreFailure.of(e);
      }
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw StoreFailure.of(sql);
        }
      }
      throw new StoreFailure(
          State.Failing, "The schema %s cannot be brought up to date: %s".formatted(schema, e));
    }
  }

  static FluentConfiguration configuration(DataSource database, String schema) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database)
        .schemas(schema)
        .locations("classpath:cx/touchpoint/connector/store/migration")
        .ignoreMigrationPatterns("*:future");
  }
}
