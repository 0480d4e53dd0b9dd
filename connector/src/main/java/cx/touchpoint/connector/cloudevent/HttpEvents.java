package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of one HTTP message (CloudEvents HTTP protocol binding 1.0 and JSON format 1.0).
 *
 * @param mode how they lay in the message
 * @param events at least one
 */
public record HttpEvents(ContentMode mode, List<CloudEvent> events) {

  /** As many events as one batch may hold. */
  public static final int LARGEST_BATCH = 100;

  private static final String PREFIX = "ce-";

  public HttpEvents {
    events = List.copyOf(events);
  }

  /**
   * Reads a message.
   *
   * @throws MalformedEvent when it holds no event that can be used
   */
  public static HttpEvents read(MultiMap headers, Buffer body) throws MalformedEvent {
    return switch (modeOf(headers)) {
      case STRUCTURED ->
          new HttpEvents(
              ContentMode.STRUCTURED,
              List.of(EventJson.event(EventJson.parse("body", body.getBytes()))));
      case BATCH -> new HttpEvents(ContentMode.BATCH, batch(body));
      case BINARY -> new HttpEvents(ContentMode.BINARY, List.of(binary(headers, body)));
    };
  }

  private static ContentMode modeOf(MultiMap headers) throws MalformedEvent {
    String type = mediaType(headers.get("Content-Type"));
    return switch (type) {
      case ContentMode.STRUCTURED_TYPE -> ContentMode.STRUCTURED;
      case ContentMode.BATCH_TYPE -> ContentMode.BATCH;
      default -> {
        boolean json = type.equals("application/json") || type.endsWith("+json");
        if (json && !type.startsWith("application/cloudevents") && headers.contains("ce-id")) {
          yield ContentMode.BINARY;
        }
        throw MalformedEvent.mediaType(
            "Content-Type",
            "%s is not taken here. Send %s, %s, or application/json with the attributes in ce- headers."
                .formatted(
                    type.isEmpty() ? "A message without one" : "'" + type + "'",
                    ContentMode.STRUCTURED_TYPE,
                    ContentMode.BATCH_TYPE));
      }
    };
  }

  private static String mediaType(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType;
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  private static List<CloudEvent> batch(Buffer body) throws MalformedEvent {
    JsonNode array = EventJson.parse("body", body.getBytes());
    if (!array.isArray() || array.isEmpty() || array.size() > LARGEST_BATCH) {
      throw new MalformedEvent(
          "body", "is no batch. Send a JSON array of 1 to %d events.".formatted(LARGEST_BATCH));
    }
    List<CloudEvent> events = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      try {
        events.add(EventJson.event(array.get(i)));
      } catch (MalformedEvent e) {
        throw e.within("[" + i + "]");
      }
    }
    return events;
  }

  private static CloudEvent binary(MultiMap headers, Buffer body) throws MalformedEvent {
    for (String required : List.of("ce-specversion", "ce-id", "ce-source", "ce-type")) {
      String value = headers.get(required);
      if (value == null || value.isEmpty()) {
        throw new MalformedEvent(required, "is missing. Send it as a header.");
      }
    }
    if (!"1.0".equals(headers.get("ce-specversion"))) {
      throw new MalformedEvent("ce-specversion", "is not 1.0. Send CloudEvents 1.0.");
    }
    CloudEventBuilder event = CloudEventBuilder.v1();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(PREFIX) && headers.getAll(name).size() > 1) {
        // Which of them counts, every program on the way would decide for itself.
        throw new MalformedEvent(name, "is there more than once. Send it once.");
      }
      if (name.startsWith(PREFIX) && !name.equals("ce-specversion")) {
        attribute(event, name, header.getValue());
      }
    }
    try {
      return event.withData("application/json", body.getBytes()).build();
    } catch (RuntimeException e) {
      throw new MalformedEvent("ce- headers", "are no CloudEvent: " + e.getMessage());
    }
  }

  private static void attribute(CloudEventBuilder event, String header, String value)
      throws MalformedEvent {
    try {
      event.withContextAttribute(header.substring(PREFIX.length()), HeaderValue.decode(value));
    } catch (RuntimeException e) {
      throw new MalformedEvent(header, "has a value that CloudEvents 1.0 does not allow.");
    }
  }
}
