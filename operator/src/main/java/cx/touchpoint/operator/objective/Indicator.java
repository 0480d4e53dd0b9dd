package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.prometheus.Selector;
import java.time.Duration;
import java.util.List;

/** What is counted as good or bad. */
public sealed interface Indicator {

  /**
   * Waits that connectors decide.
   *
   * @param target the {@code target} label of {@code touchpoint_promise_total}
   */
  record Waits(String target) implements Indicator {}

  /** Requests that connectors took, or should have taken. */
  record Availability() implements Indicator {}

  /** Answers that reached the customer, or should have. */
  record Delivery() implements Indicator {}

  /** Conversations, and the customers who left them without an answer. */
  record Abandonment() implements Indicator {}

  /** Any counters, summed up. */
  record Ratio(List<Selector> bad, List<Selector> total) implements Indicator {
    public Ratio {
      bad = List.copyOf(bad);
      total = List.copyOf(total);
    }
  }

  /** Probes of a page, by whether they succeeded. */
  record Reachable() implements Indicator {}

  /** Probes of a page, by whether they succeeded in time. */
  record Loads(Duration within) implements Indicator {}
}
