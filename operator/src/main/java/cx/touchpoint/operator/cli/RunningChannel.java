package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.operator.measure.Answer;
import cx.touchpoint.operator.measure.HttpPrometheus;
import cx.touchpoint.operator.measure.Prometheus;
import cx.touchpoint.operator.measure.PrometheusAddress;
import cx.touchpoint.operator.measure.Unanswered;
import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.prometheus.Selector;
import cx.touchpoint.operator.prometheus.Span;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A Channel that runs, as a Prometheus knows it.
 *
 * @param name namespace/name, for messages
 * @param labels what its series have
 * @param window how far to look back
 */
record RunningChannel(String name, List<Matcher> labels, Span window) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Span PIECE = Span.minutes(5);
  private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final double NANOS = 1e9;

  /**
   * What comes in.
   *
   * @param perSecond messages
   * @param serviceTime how long an answer takes by itself on average
   */
  record Load(double perSecond, Duration serviceTime) {}

  static RunningChannel of(String name, String window) {
    String[] parts = name.split("/", -1);
    if (parts.length != 2 || !parts[0].matches(DNS_LABEL) || !parts[1].matches(DNS_LABEL)) {
      throw new UserError(
          "--channel " + name + ": write namespace/name, for example care/support-chat");
    }
    return new RunningChannel(
        name,
        List.of(Matcher.equal("namespace", parts[0]), Matcher.equal("channel", parts[1])),
        new Span(looksBack(window)));
  }

  private static Duration looksBack(String window) {
    try {
      Duration time = Durations.parse(window);
      if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      // said below, with the times that are out of range
    }
    throw new UserError("--window " + window + ": write a time from 10m to 31d, for example 1d");
  }

  /**
   * What is known of its load.
   *
   * @param perSecond counts instead of what is measured
   * @param serviceTime counts instead of what is measured
   */
  Load load(String address, @Nullable Double perSecond, @Nullable Duration serviceTime)
      throws InterruptedException {
    Prometheus asked = new HttpPrometheus(address(address), PATIENCE);
    try {
      return new Load(
          perSecond == null ? value(asked, busiest(), "messages") : perSecond,
          serviceTime == null
              ? Duration.ofNanos(Math.round(NANOS * value(asked, meanService(), "answers")))
              : serviceTime);
    } catch (Unanswered e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }

  private static PrometheusAddress address(String address) {
    try {
      return PrometheusAddress.of(address);
    } catch (IllegalArgumentException e) {
      throw new UserError("--from-prometheus: " + e.getMessage());
    }
  }

  /** Messages per second of the busiest five minutes. */
  private String busiest() {
    return "max_over_time(sum(rate(%s))[%s:%s])"
        .formatted(series("touchpoint_messages_received_total").over(PIECE), window, PIECE);
  }

  /** Seconds per answer over all of the time. */
  private String meanService() {
    return "sum(increase(%s)) / (sum(increase(%s)) > 0)"
        .formatted(
            series("touchpoint_service_seconds_sum").over(window),
            series("touchpoint_service_seconds_count").over(window));
  }

  private Selector series(String metric) {
    return Selector.of(metric).with(labels);
  }

  private double value(Prometheus asked, String expression, String what)
      throws Unanswered, InterruptedException {
    return asked.now(expression).series().stream()
        .mapToDouble(Answer.Series::value)
        .filter(it -> Double.isFinite(it) && it > 0)
        .mapToObj(OptionalDouble::of)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "%s knows of no %s of Channel %s in the last %s. Look at %s there"
                        .formatted(asked.address(), what, name, window, expression)))
        .getAsDouble();
  }
}
