package cx.touchpoint.operator.capacity;

import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.prometheus.Selector;
import cx.touchpoint.operator.prometheus.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The replicas a promise needs of what connectors count, as one expression of PromQL that needs no
 * rule to be recorded first. Where nothing is known it gives nothing, and where nobody comes it
 * gives the spare: what scales by it must never take the one for the other, so no part of it that
 * says how much comes falls back to a number.
 *
 * <p>Only finite rates count: {@code < Inf} holds neither for what is no number nor for the
 * infinite, so that one replica that counts nonsense does not silence the others.
 *
 * @param labels what the series of the connectors carry, and no others do
 * @param staffing how many replicas a load needs
 * @param serviceTime what an answer takes until it is measured; no more than four times that is
 *     believed, because more slots do not help work that hangs
 * @param scrape how often Prometheus reads connectors
 * @param workOff the time to work off what waits
 * @param mostPerSecond what the provider takes, where it says so
 * @param oneQueue whether a new replica answers what waits already
 */
public record Demand(
    List<Matcher> labels,
    Staffing staffing,
    Duration serviceTime,
    Duration scrape,
    Duration workOff,
    OptionalDouble mostPerSecond,
    boolean oneQueue) {

  /**
   * How much longer than it was said to take an answer may take before more replicas are no help.
   */
  public static final int SLOWEST = 4;

  /** From here on the responder's owners should know. */
  private static final int SLOW = 2;

  /** A pod that Prometheus knows for so long has been read. */
  private static final Span KNOWN = Span.minutes(1);

  /** A rate fills up about the last tenth more of a scrape's time, and no more. */
  private static final double FRESH = 1.2;

  private static final Matcher OF_PODS = Matcher.notEqual("pod", "");
  private static final MathContext DIGITS = new MathContext(6);
  private static final int FOUR = 4;

  public Demand {
    labels = List.copyOf(labels);
  }

  /** The replicas, as a fraction still. */
  public String replicas() {
    String slots = load() + " + " + free();
    String waiting = oneQueue ? " + " + backlog() : "";
    String spare = staffing.spare() == 0 ? "" : " + " + staffing.spare();
    return "((%s%s) / %d%s) >= 0".formatted(slots, waiting, staffing.slotsPerReplica(), spare);
  }

  /**
   * Nothing, unless every pod that Prometheus has known for a minute tells what comes to it, and
   * has just told; then 0. A pod that cannot be read takes its part of the arrivals with it, and
   * they must not be believed to have gone: a HorizontalPodAutoscaler that misses one of its
   * metrics starts replicas by the others and stops none. The same holds of the end of the time a
   * rate is over, when whoever asks is ahead of Prometheus: KEDA asks for a moment by its own
   * clock.
   */
  public String whole() {
    Selector received = series("touchpoint_messages_received_total");
    return "0 * (count(group by (pod) (%s < Inf and time() - timestamp(%s) < %s)) >= count(group by (pod) (%s) and group by (pod) (%s offset %s)))"
        .formatted(
            received, received, number(FRESH * ServiceTime.seconds(scrape)), up(), up(), KNOWN);
  }

  /** Something, when what connectors told in the last hour is not whole any more. */
  public String lost() {
    return "group(last_over_time(%s offset %s)) unless %s"
        .formatted(
            series("touchpoint_messages_received_total").over(Span.hours(1)),
            Span.minutes(3),
            whole());
  }

  /** The seconds an answer takes, when they are more than twice what was said. */
  public String slow() {
    return "%s > %s".formatted(measuredService(), number(SLOW * ServiceTime.seconds(serviceTime)));
  }

  /** What arrives per second, when it is more than the provider takes. */
  public Optional<String> beyondProvider() {
    return mostPerSecond.isPresent()
        ? Optional.of("%s > %s".formatted(arriving(), number(mostPerSecond.getAsDouble())))
        : Optional.empty();
  }

  /** The sockets that are open. */
  public String connections() {
    return "sum(%s < Inf)".formatted(series("touchpoint_connections"));
  }

  private String arriving() {
    return rate("touchpoint_messages_received_total", rateWindow());
  }

  /** Messages per second that can be answered. */
  private String arrivals() {
    return mostPerSecond.isPresent()
        ? "clamp_max(%s, %s)".formatted(arriving(), number(mostPerSecond.getAsDouble()))
        : arriving();
  }

  /** Seconds that an answer takes by itself, as measured. */
  private String measuredService() {
    return "%s / (%s > 0)"
        .formatted(
            rate("touchpoint_service_seconds_sum", serviceWindow()),
            rate("touchpoint_service_seconds_count", serviceWindow()));
  }

  /** As measured, else as declared; never more than it is of use to believe. */
  private String service() {
    double declared = ServiceTime.seconds(serviceTime);
    return "clamp_max(%s or vector(%s), %s)"
        .formatted(measuredService(), number(declared), number(SLOWEST * declared));
  }

  private String load() {
    return arrivals() + " * " + service();
  }

  /**
   * The slots beyond the load, as {@link Staffing#slots} has them: {@code max(load / fullness, load
   * + beta sqrt(load)) - load}, written so that no load gives 0 and not 0 / 0.
   */
  private String free() {
    String root = "sqrt(" + load() + ")";
    double perLoad = 1 / staffing.fullness() - 1;
    return perLoad == 0
        ? root + " * " + number(staffing.safety())
        : "%s * clamp_min(%s * %s, %s)"
            .formatted(root, root, number(perLoad), number(staffing.safety()));
  }

  private String backlog() {
    String waiting = "sum(%s < Inf)".formatted(series("touchpoint_queue_depth"));
    double seconds = ServiceTime.seconds(workOff);
    String useful =
        mostPerSecond.isPresent()
            ? "clamp_max(%s, %s)"
                .formatted(waiting, number(mostPerSecond.getAsDouble() * seconds / FOUR))
            : waiting;
    return "%s * %s / %s".formatted(useful, service(), number(seconds));
  }

  private Span rateWindow() {
    return atLeast(Duration.ofSeconds(30));
  }

  private Span serviceWindow() {
    return atLeast(Duration.ofMinutes(2));
  }

  /** Longer where so much time has less than four scrapes. */
  private Span atLeast(Duration time) {
    Duration scrapes = scrape.multipliedBy(FOUR);
    return new Span(scrapes.compareTo(time) > 0 ? scrapes : time);
  }

  private String rate(String metric, Span window) {
    return "sum(rate(%s) < Inf)".formatted(series(metric).over(window));
  }

  private Selector series(String metric) {
    return Selector.of(metric).with(labels);
  }

  private Selector up() {
    return series("up").with(OF_PODS);
  }

  /** Never 9.0E-4, which other readers of the expression may not know. */
  private static String number(double value) {
    return BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
