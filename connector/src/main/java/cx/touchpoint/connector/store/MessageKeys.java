package cx.touchpoint.connector.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;

/** By what a message that is sent twice is known. */
final class MessageKeys {

  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private MessageKeys() {}

  /** Two conversations may use the same id, and an id may be long. */
  static byte[] of(String conversation, String id) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest((conversation + '\n' + id).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether it failed because the customer is gone, as when they were erased. */
  static boolean isOfNobody(SQLException e) {
    return FOREIGN_KEY_VIOLATION.equals(e.getSQLState());
  }

  /** Whether it failed because the same message came at the same time by another way. */
  static boolean isDuplicate(SQLException e) {
    return UNIQUE_VIOLATION.equals(e.getSQLState());
  }
}
