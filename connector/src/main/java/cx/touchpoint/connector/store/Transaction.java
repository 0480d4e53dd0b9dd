package cx.touchpoint.connector.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Several statements that happen together or not at all. */
final class Transaction {

  private Transaction() {}

  /** What is done in one. */
  interface Work<T> {
    T run() throws SQLException;
  }

  static <T> T of(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
