package cx.touchpoint.connector.conversation;

/** Who answers customers. Called on a virtual thread, so it may block. */
public interface Responder {

  /**
   * Asks for an answer. The same message may be asked again with the same id, after a failure or a
   * restart, and must not be answered as if it were another.
   *
   * @throws ResponderFailure when there is no answer
   */
  Reaction answer(Message message, Background background) throws ResponderFailure;

  /**
   * How many may be asked at this moment: any number while it answers; while it fails everybody
   * nobody, and one now and then to find out.
   *
   * @param people whether people have the conversation
   */
  default int room(boolean people) {
    return Integer.MAX_VALUE;
  }

  /**
   * Whether people who have a conversation are somebody else than who handed it over, so that they
   * have to be told.
   */
  default boolean hasDesk() {
    return false;
  }
}
