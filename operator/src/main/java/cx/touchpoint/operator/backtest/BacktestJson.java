package cx.touchpoint.operator.backtest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.measure.Percent;
import cx.touchpoint.operator.prometheus.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores as programs read them. Its form is stable: fields are added, none goes. */
public final class BacktestJson {

  private BacktestJson() {}

  /** One object of all of them. */
  public static ObjectNode of(List<Score> scores, Slices slices) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("from", slices.begin().toString()).put("to", slices.end().toString());
    ArrayNode promises = all.putArray("promises");
    for (Score score : scores) {
      ObjectNode promise =
          promises
              .addObject()
              .put("namespace", score.objective().namespace())
              .put("promise", score.objective().slo())
              .put("channel", score.channel().isEmpty() ? null : score.channel());
      percent(promise, "recorded", Percent.kept(1 - score.recorded()));
      ArrayNode steps = promise.putArray("steps");
      score.steps().forEach(it -> step(it, steps.addObject()));
      ArrayNode notes = promise.putArray("notes");
      score.notes().forEach(notes::add);
    }
    return all;
  }

  private static void step(Step step, ObjectNode to) {
    boolean known = step.isKnown();
    to.put("promised", step.promised());
    to.put("within", step.within().map(it -> new Span(it).toString()).orElse(null));
    percent(to, "objective", step.objective().toString().replace(" ", ""));
    to.put("events", Math.round(step.events()));
    percent(to, "attainmentAtLeast", known ? Percent.kept(step.mostBroken()) : "");
    percent(to, "attainmentAtMost", known ? Percent.kept(step.leastBroken()) : "");
    percent(to, "budgetUsedAtLeast", known ? Percent.used(step.leastBudget()) : "");
    percent(to, "budgetUsedAtMost", known ? Percent.used(step.mostBudget()) : "");
    to.put("met", met(step));
  }

  private static @Nullable Boolean met(Step step) {
    return switch (step.met()) {
      case yes -> Boolean.TRUE;
      case no -> Boolean.FALSE;
      case unclear, nobody -> null;
    };
  }

  private static void percent(ObjectNode to, String field, String text) {
    Percent.read(text).ifPresentOrElse(it -> to.put(field, it), () -> to.putNull(field));
  }
}
