package cx.touchpoint.connector.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.connector.conversation.Part;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is said, as it lies in the database: a JSON list of paragraphs, each a string, and of files,
 * each an object, closed by a seal.
 */
final class Bodies {

  private static final JsonMapper JSON = new JsonMapper();

  private Bodies() {}

  static byte[] close(Seal seal, String id, List<Part> parts, SecureRandom random) {
    try {
      return seal.close(
          id, JSON.writeValueAsBytes(parts.stream().map(Bodies::written).toList()), random);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written", e);
    }
  }

  private static Object written(Part part) {
    return switch (part) {
      case Part.Text(String text) -> text;
      case Part.File file -> {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("id", file.id().toString());
        known.put("name", file.name());
        known.put("contentType", file.contentType());
        known.put("size", file.size());
        yield known;
      }
      case Part.NewFile _ ->
          throw new IllegalArgumentException("a file is kept before what names it");
    };
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
        channel,
        false);
  }

  static List<Part> open(Seal seal, String id, byte[] body) {
    try {
      List<Part> parts = new ArrayList<>();
      JSON.readTree(seal.open(id, body)).forEach(part -> parts.add(part(part)));
      return parts;
    } catch (IOException e) {
      throw new IllegalStateException("message " + id + " is no list of paragraphs", e);
    }
  }

  private static Part part(JsonNode part) {
    return part.isTextual()
        ? Part.text(part.textValue())
        : new Part.File(
            UUID.fromString(part.path("id").asText()),
            part.path("name").asText(),
            part.path("contentType").asText(),
            part.path("size").asLong());
  }
}
