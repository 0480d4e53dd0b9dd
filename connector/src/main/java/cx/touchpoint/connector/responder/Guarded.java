package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.ResponderFailure;

/**
 * A responder that is left alone while it fails.
 *
 * @param breaker decides who may ask
 */
record Guarded(HttpResponder responder, Breaker breaker) implements Responder {

  @Override
  public Reaction answer(Message message, Background background) throws ResponderFailure {
    return breaker.ask(responder, message, background);
  }

  @Override
  public int room(boolean people) {
    return breaker.room();
  }
}
