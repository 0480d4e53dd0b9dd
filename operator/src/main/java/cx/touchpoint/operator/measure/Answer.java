package cx.touchpoint.operator.measure;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What Prometheus answered to one expression.
 *
 * @param series one per set of labels; a scalar is a series without labels
 * @param warnings what it says against its own answer, for example that a part is missing
 */
public record Answer(List<Series> series, List<String> warnings) {

  public Answer {
    series = List.copyOf(series);
    warnings = List.copyOf(warnings);
  }

  /**
   * A series.
   *
   * @param labels its labels; the metric's name is {@code __name__}
   * @param samples one for an instant, several for a range, in the order of time; never none
   */
  public record Series(Map<String, String> labels, List<Sample> samples) {

    public Series {
      labels = Map.copyOf(labels);
      samples = List.copyOf(samples);
    }

    /** A label's value, empty when it has none: Prometheus makes no difference. */
    public String label(String name) {
      return Objects.requireNonNullElse(labels.get(name), "");
    }

    /** The latest value; may be anything a double can be. */
    public double value() {
      return samples.getLast().value();
    }
  }

  /**
   * A value at a moment.
   *
   * @param second seconds since 1970 began in UTC
   * @param value any double, NaN and the infinities included
   */
  public record Sample(double second, double value) {}
}
