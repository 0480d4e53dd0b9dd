package cx.touchpoint.connector.conversation;

import java.time.Instant;
import java.util.List;

/**
 * Something that was said before.
 *
 * @param author who said it: Customer, Human or Automated
 * @param at when
 * @param parts its paragraphs, at least one
 */
public record Earlier(String author, Instant at, List<String> parts) {
  public Earlier {
    parts = List.copyOf(parts);
  }
}
