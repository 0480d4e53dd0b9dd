package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import java.util.List;

/** Answers with the customer's own words, to try a channel out before anyone can answer. */
final class EchoResponder implements Responder {
  @Override
  public Reaction answer(Message message, Background background) {
    return Reaction.saying(new Answer(Answer.Author.Automated, List.of(message.text())));
  }
}
