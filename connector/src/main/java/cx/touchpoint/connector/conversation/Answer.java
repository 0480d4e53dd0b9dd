package cx.touchpoint.connector.conversation;

import java.util.List;

/**
 * What a responder says to one message.
 *
 * @param author who speaks
 * @param parts the paragraphs of the answer and its files, in order, at least one
 */
public record Answer(Author author, List<Part> parts) {
  public Answer {
    parts = List.copyOf(parts);
  }

  /** One of a single paragraph. */
  public static Answer of(Author author, String text) {
    return new Answer(author, List.of(Part.text(text)));
  }

  /** Who answered, the {@code by} label of the response times. */
  public enum Author {
    Human,
    Automated
  }
}
