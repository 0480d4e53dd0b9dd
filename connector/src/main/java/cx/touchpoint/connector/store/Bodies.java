package cx.touchpoint.connector.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is said, as it lies in the database: a JSON list of paragraphs, closed by a seal. */
final class Bodies {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<String>> PARTS = new TypeReference<>() {};

  private Bodies() {}

  static byte[] close(Seal seal, String id, List<String> parts, SecureRandom random) {
    try {
      return seal.close(id, JSON.writeValueAsBytes(parts), random);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written", e);
    }
  }

  static Said read(ResultSet row, Seal seal) throws SQLException {
    return read(row, seal, null);
  }

  /** From a row that also tells its channel and by which seal it is closed. */
  static Said readWithItsSeal(ResultSet row) throws SQLException {
    String channel = row.getString("channel");
    return read(
        row,
        new Seal(row.getObject("customer", UUID.class), row.getBytes("key")),
        channel.substring(channel.indexOf('/') + 1));
  }

  private static Said read(ResultSet row, Seal seal, @Nullable String channel) throws SQLException {
    String id = row.getString("id");
    return new Said(
        row.getLong("seq"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        id,
        Said.Author.valueOf(row.getString("author")),
        row.getString("in_reply_to"),
        row.getString("traceparent"),
        row.getString("tracestate"),
        open(seal, id, row.getBytes("body")),
        channel);
  }

  static List<String> open(Seal seal, String id, byte[] body) {
    try {
      return JSON.readValue(seal.open(id, body), PARTS);
    } catch (IOException e) {
      throw new IllegalStateException("message " + id + " is no list of paragraphs", e);
    }
  }
}
