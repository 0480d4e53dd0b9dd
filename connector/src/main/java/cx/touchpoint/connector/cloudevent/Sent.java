package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Proof;
import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * What a system says in a customer's name.
 *
 * @param text blank only where there are files
 * @param files inside the event
 * @param customer who the customer is, as far as the sender says
 */
public record Sent(String text, List<Part.NewFile> files, List<Proof> customer) {

  public Sent {
    files = List.copyOf(files);
    customer = List.copyOf(customer);
  }

  /**
   * Reads it.
   *
   * @throws MalformedEvent when the event is not one, or says nothing
   */
  public static Sent of(CloudEvent event) throws MalformedEvent {
    if (!TouchpointEvents.SENT.equals(event.getType())) {
      throw new MalformedEvent("type", "is not taken here. Send " + TouchpointEvents.SENT + ".");
    }
    JsonNode data = TouchpointEvents.dataOf(event);
    List<Part.NewFile> files = PartJson.files("data.parts", data.path("parts"));
    return new Sent(
        text(data.path("text"), files),
        files,
        CustomerNames.read("data.customer", data.path("customer")));
  }

  private static String text(JsonNode text, List<Part.NewFile> files) throws MalformedEvent {
    boolean none =
        text.isMissingNode() || text.isNull() || text.isTextual() && text.textValue().isBlank();
    return none && !files.isEmpty() ? "" : TouchpointEvents.text("data.text", text);
  }
}
