package cx.touchpoint.connector.conversation;

import java.util.List;
import java.util.Optional;

/** Who answers customers. Called on a virtual thread, so it may block. */
public interface Responder {

  /**
   * Asks for an answer. The same message may be asked again with the same id, after a failure or a
   * restart, and must not be answered as if it were another.
   *
   * @param before what was said before in the conversation, oldest first, as far as it is kept
   * @return the answer, empty when the responder has nothing to say
   * @throws ResponderFailure when there is no answer
   */
  Optional<Answer> answer(Message message, List<Earlier> before) throws ResponderFailure;
}
