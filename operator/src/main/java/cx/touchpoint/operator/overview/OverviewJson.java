package cx.touchpoint.operator.overview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.measure.Percent;
import org.jspecify.annotations.Nullable;

/** An overview as programs read it. Its form is stable: fields are added, none goes. */
public final class OverviewJson {

  private OverviewJson() {}

  /** One object of everything. */
  public static ObjectNode of(Overview overview) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("broken", overview.broken());
    all.put("channels", overview.channels());
    ArrayNode promises = all.putArray("promises");
    for (Row row : overview.rows()) {
      ObjectNode promise =
          promises
              .addObject()
              .put("namespace", row.namespace())
              .put("promise", row.promise())
              .put("channel", orNull(row.channel()))
              .put("state", orNull(row.stateWord()));
      percent(promise, "attainment", row.attainment());
      percent(promise, "objective", row.objective());
      percent(promise, "budgetRemaining", row.budget());
    }
    ArrayNode remarks = all.putArray("remarks");
    for (Remark remark : overview.remarks()) {
      remarks
          .addObject()
          .put("kind", remark.kind())
          .put("namespace", remark.namespace())
          .put("name", remark.name())
          .put("condition", remark.condition())
          .put("status", remark.status())
          .put("reason", remark.reason())
          .put("message", remark.message());
    }
    return all;
  }

  private static void percent(ObjectNode to, String field, String text) {
    Percent.read(text).ifPresentOrElse(it -> to.put(field, it), () -> to.putNull(field));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
