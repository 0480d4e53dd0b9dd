package cx.touchpoint.operator.backtest;

import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.Answer.Sample;
import cx.touchpoint.operator.measure.Answer.Series;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was counted over all pieces of a past: by Channel, and by one more label. */
final class Sums {

  private final Map<String, Map<String, Double>> byChannel = new HashMap<>();
  private final Map<String, Set<Double>> moments = new HashMap<>();

  /**
   * Adds what an answer says.
   *
   * @param label the other label; the empty name for none
   */
  void add(Answer answer, String label) {
    for (Series series : answer.series()) {
      String channel = series.label("channel");
      double sum = 0;
      for (Sample sample : series.samples()) {
        // Nothing can be counted backwards.
        if (Double.isFinite(sample.value()) && sample.value() >= 0) {
          sum += sample.value();
          moments.computeIfAbsent(channel, it -> new HashSet<>()).add(sample.second());
        }
      }
      byChannel
          .computeIfAbsent(channel, it -> new HashMap<>())
          .merge(label.isEmpty() ? "" : series.label(label), sum, Double::sum);
    }
  }

  /** Of one Channel the sum for each value of the other label. */
  Map<String, Double> of(String channel) {
    return byChannel.getOrDefault(channel, Map.of());
  }

  /** Of one Channel everything. */
  double total(String channel) {
    return of(channel).values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** When anything is known of a Channel, as ends of pieces. */
  Set<Double> moments(String channel) {
    return moments.getOrDefault(channel, Set.of());
  }
}
