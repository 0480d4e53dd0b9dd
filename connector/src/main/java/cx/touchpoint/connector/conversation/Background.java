package cx.touchpoint.connector.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a responder is told beside the message.
 *
 * @param before what was said before in the conversation, oldest first, as far as it is kept
 * @param handover since when and why people have the conversation, empty while they have not
 * @param reopened whether the matter was settled until this message
 */
public record Background(List<Earlier> before, Optional<Handover> handover, boolean reopened) {

  /** Nothing is known. */
  public static final Background NONE = new Background(List.of(), Optional.empty(), false);

  public Background {
    before = List.copyOf(before);
  }

  /**
   * A conversation that belongs to people.
   *
   * @param at since when
   * @param reason why, in the words of who handed it over
   */
  public record Handover(Instant at, Optional<String> reason) {}
}
