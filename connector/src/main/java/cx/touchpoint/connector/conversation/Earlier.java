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
 */
public record Earlier(String author, Instant at, List<Part> parts, @Nullable String channel) {
  public Earlier {
    parts = List.copyOf(parts);
  }
}
