package cx.touchpoint.operator.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads equal texts as one. The objects of a Channel say its name, labels and identity dozens of
 * times, those of all Channels the same words.
 */
final class SharedText extends StringDeserializer {

  private static final long serialVersionUID = 1;

  /** Longer texts are seldom said twice. */
  private static final int LONGEST = 128;

  /** Texts remembered at once; a power of two. One that is pushed out is merely held twice. */
  private static final int PLACES = 1 << 16;

  /** Races are harmless: who loses one holds a text of its own. */
  private final transient @Nullable String[] seen = new String[PLACES];

  @Override
  public @Nullable String deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = super.deserialize(parser, context);
    return text == null || text.length() > LONGEST ? text : shared(text);
  }

  private String shared(String text) {
    int hash = text.hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    String known = seen[place];
    if (known != null && known.equals(text)) {
      return known;
    }
    seen[place] = text;
    return text;
  }
}
