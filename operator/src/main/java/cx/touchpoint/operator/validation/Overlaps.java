package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Targets of several objects about the same wait of the same Channel. */
final class Overlaps {

  private Overlaps() {}

  /** Whose answer a customer of a Channel waits for, and for which. */
  private record Wait(String channel, String phase, String by) {}

  /** One target, where it stands. */
  private record Place(Checked object, String field) {}

  /** A target and an earlier one about the same waits. */
  private record Pair(Place later, Place earlier, String what) {}

  static List<Finding> findings(List<Promise> promises) {
    Map<Wait, Place> first = new HashMap<>();
    Map<Pair, List<Checked>> overlaps = new LinkedHashMap<>();
    for (Promise promise : promises) {
      JsonNode targets = promise.object().stored().at("/spec/targets");
      for (int i = 0; i < targets.size(); i++) {
        var here = new Place(promise.object(), Paths.item("spec.targets", i) + ".phase");
        String phase = targets.get(i).path("phase").asText();
        String by = targets.get(i).path("by").asText();
        for (Checked channel : promise.channels()) {
          if (Unmeasured.concerns(targets.get(i), channel)) {
            Place earlier = first.putIfAbsent(new Wait(channel.title(), phase, by), here);
            // Within one object it is a ladder: 95% in 10s, 99% in a minute.
            if (earlier != null && earlier.object() != here.object()) {
              String what = by.equals("Any") ? phase : phase + " by: " + by;
              overlaps
                  .computeIfAbsent(new Pair(here, earlier, what), key -> new ArrayList<>())
                  .add(channel);
            }
          }
        }
      }
    }
    return overlaps.entrySet().stream().map(it -> note(it.getKey(), it.getValue())).toList();
  }

  private static Finding note(Pair pair, List<Checked> channels) {
    int others = channels.size() - 1;
    return pair.later()
        .object()
        .note(
            pair.later().field(),
            pair.what()
                + " of "
                + channels.getFirst().title()
                + (others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others"))
                + " is promised by "
                + pair.earlier().object().title()
                + " too ("
                + pair.earlier().object().place(pair.earlier().field())
                + "): both count and both alert; unless that is meant, keep one of them");
  }
}
