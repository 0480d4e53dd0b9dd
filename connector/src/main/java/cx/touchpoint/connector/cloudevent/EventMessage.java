package cx.touchpoint.connector.cloudevent;

import io.cloudevents.CloudEvent;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP message that carries events.
 *
 * @param headers its headers, Content-Type among them
 */
public record EventMessage(Map<String, String> headers, Buffer body) {

  /** One event as one JSON document. */
  public static EventMessage structured(CloudEvent event) {
    return new EventMessage(
        Map.of("Content-Type", ContentMode.STRUCTURED_TYPE + "; charset=utf-8"),
        Buffer.buffer(EventJson.write(event)));
  }

  /** Several events as one JSON array. */
  public static EventMessage batch(List<CloudEvent> events) {
    return new EventMessage(
        Map.of("Content-Type", ContentMode.BATCH_TYPE + "; charset=utf-8"),
        Buffer.buffer(EventJson.write(events)));
  }

  /** The attributes in headers, the data as body. */
  public static EventMessage binary(CloudEvent event) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", String.valueOf(event.getDataContentType()));
    headers.put("ce-specversion", event.getSpecVersion().toString());
    for (String name : event.getAttributeNames()) {
      Object value = event.getAttribute(name);
      if (value != null && !name.equals("datacontenttype") && !name.equals("specversion")) {
        headers.put("ce-" + name, HeaderValue.encode(value.toString()));
      }
    }
    for (String name : event.getExtensionNames()) {
      headers.put("ce-" + name, HeaderValue.encode(String.valueOf(event.getExtension(name))));
    }
    var data = event.getData();
    return new EventMessage(
        headers, data == null ? Buffer.buffer() : Buffer.buffer(data.toBytes()));
  }
}
