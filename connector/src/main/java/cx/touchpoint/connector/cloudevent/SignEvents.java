package cx.touchpoint.connector.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import cx.touchpoint.connector.conversation.Sign;
import io.cloudevents.CloudEvent;
import java.util.Optional;

/** The events by which whoever answers shows something to the customer and says nothing. */
public final class SignEvents {

  /** A person begins to write an answer, or leaves off. */
  public static final String TYPING = "cx.touchpoint.conversation.typing";

  /** People have read what the customer wrote. */
  public static final String READ = "cx.touchpoint.message.read";

  private SignEvents() {}

  /**
   * What is to be shown, empty when the event is of another kind.
   *
   * @throws MalformedEvent when it is of these kinds and cannot be understood
   */
  public static Optional<Sign> signOf(CloudEvent event) throws MalformedEvent {
    return switch (event.getType()) {
      case TYPING -> Optional.of(typing(TouchpointEvents.dataIfAny(event)));
      case READ -> Optional.of(read(TouchpointEvents.dataOf(event)));
      default -> Optional.empty();
    };
  }

  private static Sign typing(JsonNode data) throws MalformedEvent {
    // Customers are not told who types; a word that is none is a mistake all the same.
    TouchpointEvents.author(data.path("author"));
    JsonNode on = data.path("on");
    if (!on.isMissingNode() && !on.isBoolean()) {
      throw new MalformedEvent("data.on", "is neither true nor false. Send one, or leave it out.");
    }
    return new Sign.Typing(on.asBoolean(true));
  }

  private static Sign read(JsonNode data) throws MalformedEvent {
    JsonNode upTo = data.path("upTo");
    if (!upTo.isTextual()
        || upTo.textValue().isBlank()
        || upTo.textValue().length() > TouchpointEvents.LONGEST_ID) {
      throw new MalformedEvent(
          "data.upTo", "is no id of a message. Send the id of the event that brought it.");
    }
    return new Sign.Read(upTo.textValue());
  }
}
