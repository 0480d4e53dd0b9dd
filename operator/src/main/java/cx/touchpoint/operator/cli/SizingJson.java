package cx.touchpoint.operator.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import cx.touchpoint.operator.capacity.Sizing;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** What a promise takes, for programs; stable. */
final class SizingJson {

  private static final MathContext DIGITS = new MathContext(6);

  private SizingJson() {}

  static ObjectNode of(Sizing sizing, Duration startup) {
    int replicas = sizing.replicas();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("perSecond", number(sizing.perSecond()));
    json.put("serviceSeconds", seconds(sizing.time().mean()));
    json.put("variation", number(sizing.time().variation()));
    json.put("objective", number(100 * sizing.level().share()));
    json.put("withinSeconds", seconds(sizing.level().within()));
    json.put("offeredLoad", number(sizing.offeredLoad()));
    if (sizing.slots().isPresent()) {
      json.put("slots", sizing.slots().getAsInt());
    } else {
      json.putNull("slots");
    }
    json.put("replicas", replicas);
    json.put("attainment", percent(sizing.attainment(replicas)));
    json.put("reachable", sizing.isReachable());
    json.put("best", percent(sizing.best()));
    json.put("perSecondUpTo", number(sizing.perSecondUpTo(replicas)));
    json.put("reactionSeconds", seconds(Sizing.reaction(startup)));
    json.putObject("oneLess")
        .put("replicas", replicas - 1)
        .put("attainment", percent(sizing.attainment(replicas - 1)));
    var plot = json.putArray("plot");
    SizingPlot.of(sizing)
        .forEach(
            it ->
                plot.addObject()
                    .put("replicas", it.replicas())
                    .put("attainment", percent(it.attainment())));
    return json;
  }

  private static BigDecimal percent(double share) {
    return BigDecimal.valueOf(100 * share).setScale(2, RoundingMode.FLOOR);
  }

  private static BigDecimal seconds(Duration time) {
    return number(time.toNanos() / 1e9);
  }

  private static BigDecimal number(double number) {
    return BigDecimal.valueOf(number).round(DIGITS);
  }
}
