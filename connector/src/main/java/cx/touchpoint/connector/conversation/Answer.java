package cx.touchpoint.connector.conversation;

import java.util.List;

/**
 * What a responder says to one message.
 *
 * @param author who speaks
 * @param parts the paragraphs of the answer, in order, at least one
 */
public record Answer(Author author, List<String> parts) {
  public Answer {
    parts = List.copyOf(parts);
  }

  /** Who answered, the {@code by} label of the response times. */
  public enum Author {
    Human,
    Automated
  }
}
