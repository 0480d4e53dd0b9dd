package cx.touchpoint.operator.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Items that a list has twice and may have once. */
final class Duplicates {

  private Duplicates() {}

  static List<Refusal> of(String path, JsonNode list) {
    var seen = new HashSet<JsonNode>();
    var refusals = new ArrayList<Refusal>();
    for (int i = 0; i < list.size(); i++) {
      if (!seen.add(list.get(i))) {
        refusals.add(Refusal.plain(Paths.item(path, i), "Duplicate value: " + list.get(i)));
      }
    }
    return refusals;
  }
}
