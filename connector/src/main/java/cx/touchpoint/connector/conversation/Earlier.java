package cx.touchpoint.connector.conversation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said before.
 *
 * @param author who said it: Customer, Human or Automated
 * @param at when
 * @param parts its paragraphs and files, at least one
 * @param channel the Channel it was said on, null for the one that is asking
 * @param read whether it is known that the customer has read it; of an answer only
 */
public record Earlier(
    String author, Instant at, List<Part> parts, @Nullable String channel, boolean read) {
  public Earlier {
    parts = List.copyOf(parts);
  }
}
