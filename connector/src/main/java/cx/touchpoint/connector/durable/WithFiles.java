package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.attachment.CarriedFiles;
import cx.touchpoint.connector.attachment.RefusedFile;
import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.conversation.Background;
import cx.touchpoint.connector.conversation.Message;
import cx.touchpoint.connector.conversation.Reaction;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.ResponderFailure;
import cx.touchpoint.connector.store.StoreFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Somebody who answers, and whose files are kept before the answer is. Of an answer that is dropped
 * in the end, as another replica gave one, they stay until they are as old as messages get.
 *
 * @param inner is asked
 */
record WithFiles(Responder inner, CarriedFiles files) implements Responder {

  private static final Duration RETRY_SOON = Duration.ofSeconds(2);

  @Override
  public Reaction answer(Message message, Background background) throws ResponderFailure {
    Reaction reaction = inner.answer(message, background);
    if (reaction.answer().isEmpty()) {
      return reaction;
    }
    Answer answer = reaction.answer().get();
    try {
      return new Reaction(
          Optional.of(files.settle(message.conversation(), answer).answer()), reaction.step());
    } catch (RefusedFile e) {
      throw ResponderFailure.unavailable("its answer " + e.getMessage(), RETRY_SOON);
    } catch (StoreFailure e) {
      // Not its fault, so it is asked again without being counted.
      throw ResponderFailure.notAsked("its files cannot be kept now", RETRY_SOON);
    }
  }

  @Override
  public int room(boolean people) {
    return inner.room(people);
  }

  @Override
  public boolean hasDesk() {
    return inner.hasDesk();
  }
}
