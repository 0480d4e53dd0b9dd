package cx.touchpoint.connector.conversation;

import java.util.Optional;

/**
 * What comes of asking a responder.
 *
 * @param answer what the customer is told, empty when there is nothing to say
 * @param step what becomes of the matter, empty when it goes on as it was
 */
public record Reaction(Optional<Answer> answer, Optional<Step> step) {

  /** Nothing to say, or nothing yet. */
  public static final Reaction NOTHING = new Reaction(Optional.empty(), Optional.empty());

  /** An answer and nothing else. */
  public static Reaction saying(Answer answer) {
    return new Reaction(Optional.of(answer), Optional.empty());
  }
}
