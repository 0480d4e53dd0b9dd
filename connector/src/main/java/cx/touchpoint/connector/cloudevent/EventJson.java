package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The JSON format of events, with limits a stranger cannot exceed. */
public final class EventJson {

  /** Deeper than any message; a document made to exhaust a parser is deeper still. */
  private static final int DEEPEST = 32;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(JsonFormat.getCloudEventJacksonModule())
          .build();

  private EventJson() {}

  /**
   * @throws MalformedEvent when the bytes are not JSON
   */
  public static JsonNode parse(String field, byte[] bytes) throws MalformedEvent {
    try {
      JsonNode node = JSON.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw new MalformedEvent(field, "is empty. Send a JSON document.");
      }
      return node;
    } catch (JsonProcessingException e) {
      // Not the parser's message: it can repeat what was sent.
      throw new MalformedEvent(
          field,
          "is not JSON in UTF-8 that can be read (line %d, column %d; at most %d levels deep, no name twice)."
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  DEEPEST));
    } catch (IOException e) {
      throw new MalformedEvent(field, "is not JSON in UTF-8 that can be read.");
    }
  }

  static CloudEvent event(JsonNode node) throws MalformedEvent {
    for (String required : List.of("specversion", "id", "source", "type")) {
      if (!node.path(required).isTextual() || node.path(required).textValue().isEmpty()) {
        throw new MalformedEvent(required, "is missing. Send a CloudEvents 1.0 attribute.");
      }
    }
    if (!"1.0".equals(node.path("specversion").textValue())) {
      throw new MalformedEvent("specversion", "is not 1.0. Send CloudEvents 1.0.");
    }
    try {
      return JSON.treeToValue(node, CloudEvent.class);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new MalformedEvent(
          "event",
          "has an attribute that CloudEvents 1.0 does not allow: check time, source, names.");
    }
  }

  static byte[] write(CloudEvent event) {
    return bytes(event);
  }

  static byte[] write(List<CloudEvent> events) {
    return bytes(events);
  }

  /** Any plain value as JSON. */
  public static byte[] bytes(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e); // our own records always can be written
    }
  }
}
