package cx.touchpoint.connector.responder;

import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.ResponderFailure;

/**
 * Two that answer: people at a desk what was handed over, and the other one the rest.
 *
 * @param first is asked until it hands a conversation over
 * @param desk where people are
 */
record WithDesk(Guarded first, Guarded desk) implements Responder {

  @Override
  public Reaction answer(Message message, Background background) throws ResponderFailure {
    return (background.handover().isPresent() ? desk : first).answer(message, background);
  }

  @Override
  public boolean hasDesk() {
    return true;
  }

  @Override
  public int room(boolean people) {
    return (people ? desk : first).room(people);
  }
}
