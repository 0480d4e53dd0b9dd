package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Earlier;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Responder;
import java.util.List;
import java.util.Optional;

/** Answers with the customer's own words, to try a channel out before anyone can answer. */
final class EchoResponder implements Responder {
  @Override
  public Optional<Answer> answer(Message message, List<Earlier> before) {
    return Optional.of(new Answer(Answer.Author.Automated, List.of(message.text())));
  }
}
