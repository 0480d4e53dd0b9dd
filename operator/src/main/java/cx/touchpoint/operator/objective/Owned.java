package cx.touchpoint.operator.objective;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** How an alert comes to the label of whoever looks after its Channel. */
final class Owned {

  private static final String OWNER = "owner";

  private Owned() {}

  /**
   * The expression with the owner's label on what it gives. One owner of all is a label of the
   * rule; of several, each is written to what concerns their Channels.
   *
   * @param labels of the rule; gets the owner when there is one only
   */
  static String by(Population population, String expression, Map<String, String> labels) {
    return switch (population) {
      case Population.Each it -> each(it.owners(), expression, labels);
      case Population.Together it -> {
        var owners = new TreeSet<>(it.owners().values());
        if (owners.size() == 1 && !owners.getFirst().isEmpty()) {
          labels.put(OWNER, owners.getFirst());
        }
        yield expression;
      }
      case Population.Anything it -> expression;
    };
  }

  private static String each(
      SortedMap<String, String> owners, String expression, Map<String, String> labels) {
    var channels = new TreeMap<String, TreeSet<String>>();
    owners.forEach(
        (channel, owner) -> channels.computeIfAbsent(owner, it -> new TreeSet<>()).add(channel));
    if (channels.size() == 1) {
      if (!channels.firstKey().isEmpty()) {
        labels.put(OWNER, channels.firstKey());
      }
      return expression;
    }
    String labelled = expression;
    for (var entry : channels.entrySet()) {
      if (!entry.getKey().isEmpty()) {
        // Names of Channels are DNS labels: nothing in them means anything to an expression.
        labelled =
            "label_replace(%s, \"owner\", \"%s\", \"channel\", \"%s\")"
                .formatted(labelled, entry.getKey(), String.join("|", entry.getValue()));
      }
    }
    return labelled;
  }
}
