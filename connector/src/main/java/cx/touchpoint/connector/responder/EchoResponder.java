package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers with the customer's own words and files, to try a channel out before anyone can answer.
 */
final class EchoResponder implements Responder {
  @Override
  public Reaction answer(Message message, Background background) {
    List<Part> parts = new ArrayList<>(message.files());
    if (!message.text().isBlank()) {
      parts.addFirst(Part.text(message.text()));
    }
    return Reaction.saying(new Answer(Answer.Author.Automated, parts));
  }
}
