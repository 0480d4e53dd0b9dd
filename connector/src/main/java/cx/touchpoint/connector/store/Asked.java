package cx.touchpoint.connector.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A statement with its parameters, asked once. */
final class Asked {

  private Asked() {}

  /** Makes something of a row. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  static <T> List<T> rows(
      Connection connection, String sql, Row<T> each, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(each.of(result));
      }
      return rows;
    }
  }

  static <T> Optional<T> row(
      Connection connection, String sql, Row<T> each, @Nullable Object... parameters)
      throws SQLException {
    return rows(connection, sql, each, parameters).stream().findFirst();
  }

  /** How many rows it changed. */
  static int change(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
        case Long[] numbers ->
            statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
        case UUID[] ids -> statement.setArray(i + 1, connection.createArrayOf("uuid", ids));
        case Boolean[] wanted ->
            statement.setArray(i + 1, connection.createArrayOf("boolean", wanted));
        case byte[][] keys -> statement.setArray(i + 1, connection.createArrayOf("bytea", keys));
        case null, default -> statement.setObject(i + 1, parameters[i]);
      }
    }
    return statement;
  }
}
