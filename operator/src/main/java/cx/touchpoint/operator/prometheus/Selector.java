package cx.touchpoint.operator.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses series.
 *
 * @param metric the metric's name, null where only labels choose
 * @param matchers further conditions, all of which hold
 */
public record Selector(@Nullable String metric, List<Matcher> matchers) {

  public Selector {
    matchers = List.copyOf(matchers);
  }

  /** Every series of a metric. */
  public static Selector of(String metric, Matcher... matchers) {
    return new Selector(metric, List.of(matchers));
  }

  /** Those of them that meet further conditions. */
  public Selector with(List<Matcher> more) {
    var all = new ArrayList<>(matchers);
    all.addAll(more);
    return new Selector(metric, all);
  }

  /** The same with one more condition. */
  public Selector with(Matcher more) {
    return with(List.of(more));
  }

  /** Their samples of the time before. */
  public String over(Span span) {
    return this + "[" + span + "]";
  }

  /** Their samples of the time before, taken anew in even steps: a subquery. */
  public String over(Span span, Span step) {
    return this + "[" + span + ":" + step + "]";
  }

  /** As PromQL writes it. */
  @Override
  public String toString() {
    String name = metric == null ? "" : metric;
    return matchers.isEmpty()
        ? name
        : matchers.stream()
            .map(Matcher::toString)
            .collect(Collectors.joining(",", name + "{", "}"));
  }
}
