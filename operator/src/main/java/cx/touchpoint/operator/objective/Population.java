package cx.touchpoint.operator.objective;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who makes a promise. */
public sealed interface Population {

  /**
   * Each of these by itself.
   *
   * @param owners who looks after each, by the Channel's name; empty text where nobody is named
   */
  record Each(SortedMap<String, String> owners) implements Population {
    public Each {
      owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
    }
  }

  /** All of these as one. */
  record Together(SortedMap<String, String> owners) implements Population {
    public Together {
      owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
    }
  }

  /** No Channel: only what the indicator itself chooses. */
  record Anything() implements Population {}

  /** The Channels and who looks after each. */
  default Map<String, String> channels() {
    return switch (this) {
      case Each it -> it.owners();
      case Together it -> it.owners();
      case Anything it -> Map.of();
    };
  }
}
