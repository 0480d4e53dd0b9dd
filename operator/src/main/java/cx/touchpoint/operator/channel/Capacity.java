package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.operator.capacity.Demand;
import cx.touchpoint.operator.capacity.ServiceLevel;
import cx.touchpoint.operator.capacity.ServiceTime;
import cx.touchpoint.operator.capacity.Staffing;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.prometheus.Matcher;
import cx.touchpoint.operator.responsetime.AnswerPromise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a Channel's response-time targets ask of its connectors.
 *
 * @param promises the answers that are promised, at least one
 * @param time how long an answer takes until it is measured
 * @param declared whether {@code spec.load} says so, or it is supposed
 * @param demand the replicas they need of what arrives
 * @param peak the replicas they need of the load that {@code spec.load} declares
 * @param useful the most replicas that are of any use with what the provider takes
 */
record Capacity(
    List<AnswerPromise> promises,
    ServiceTime time,
    boolean declared,
    Demand demand,
    OptionalInt peak,
    OptionalInt useful) {

  /** The Kubernetes API takes no more from us (spec.scaling). */
  private static final int MOST = 1000;

  private static final double DEFAULT_VARIATION = 1;

  /** An echo needs no time to speak of. */
  private static final Duration ECHO = Duration.ofMillis(10);

  private static final Duration SHORTEST_WORK_OFF = Duration.ofSeconds(30);

  /** Ours to say where the Prometheus Operator is served. */
  private static final Duration DEMAND_SCRAPE = Duration.ofSeconds(5);

  Capacity {
    promises = List.copyOf(promises);
  }

  /** Nothing where no answer is promised. */
  static Optional<Capacity> of(Channel channel, ChannelInputs inputs) {
    List<AnswerPromise> promises = inputs.answers();
    if (promises.isEmpty()) {
      return Optional.empty();
    }
    ChannelSpec spec = channel.getSpec();
    ServiceTime time = time(spec);
    Staffing staffing =
        Staffing.of(
            promises.stream().map(AnswerPromise::level).toList(),
            time,
            Configuration.turns(spec),
            inputs.oneQueue(),
            spare(spec));
    OptionalDouble provider = provider(spec);
    var demand =
        new Demand(
            List.of(
                Matcher.equal("namespace", channel.getMetadata().getNamespace()),
                Matcher.equal("channel", channel.getMetadata().getName())),
            staffing,
            time.mean(),
            scrape(inputs),
            workOff(promises),
            provider,
            inputs.oneQueue());
    double seconds = time.mean().toNanos() / 1e9;
    return Optional.of(
        new Capacity(
            promises,
            time,
            declared(spec) != null,
            demand,
            peak(spec, provider).isPresent()
                ? replicas(staffing, peak(spec, provider).getAsDouble() * seconds)
                : OptionalInt.empty(),
            provider.isPresent()
                ? replicas(staffing, provider.getAsDouble() * Demand.SLOWEST * seconds)
                : OptionalInt.empty()));
  }

  /** How often Prometheus reads what arrives, where we say so. */
  static Duration demandScrape() {
    return DEMAND_SCRAPE;
  }

  private static OptionalInt replicas(Staffing staffing, double offeredLoad) {
    return OptionalInt.of((int) Math.clamp(staffing.replicas(offeredLoad), 1, MOST));
  }

  /**
   * As declared. Else a quarter of the time after which a responder is given up, so that the four
   * times as much that is believed at most is that time.
   */
  private static ServiceTime time(ChannelSpec spec) {
    String declared = declared(spec);
    var load = spec.load();
    double variation =
        load == null || load.variation() == null
            ? DEFAULT_VARIATION
            : Double.parseDouble(load.variation());
    return new ServiceTime(
        declared == null ? supposed(spec) : Durations.parse(declared), variation);
  }

  private static Duration supposed(ChannelSpec spec) {
    var http = Answering.http(spec);
    return http == null ? ECHO : Configuration.timeout(http).dividedBy(Demand.SLOWEST);
  }

  private static @Nullable String declared(ChannelSpec spec) {
    return spec.load() == null ? null : spec.load().serviceTime();
  }

  private static OptionalDouble peak(ChannelSpec spec, OptionalDouble provider) {
    if (spec.load() == null || spec.load().peakPerSecond() == null) {
      return OptionalDouble.empty();
    }
    double peak = Double.parseDouble(spec.load().peakPerSecond());
    return OptionalDouble.of(Math.min(peak, provider.orElse(peak)));
  }

  private static OptionalDouble provider(ChannelSpec spec) {
    return spec.outbound() == null || spec.outbound().perSecond() == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(spec.outbound().perSecond());
  }

  private static int spare(ChannelSpec spec) {
    return spec.scaling() == null || spec.scaling().spare() == null ? 0 : spec.scaling().spare();
  }

  /** Half the shortest promise, but not so soon that every ripple starts replicas. */
  private static Duration workOff(List<AnswerPromise> promises) {
    return promises.stream()
        .map(AnswerPromise::level)
        .map(ServiceLevel::within)
        .min(Duration::compareTo)
        .map(it -> it.dividedBy(2))
        .filter(it -> it.compareTo(SHORTEST_WORK_OFF) > 0)
        .orElse(SHORTEST_WORK_OFF);
  }

  private static Duration scrape(ChannelInputs inputs) {
    return inputs.served().contains(OptionalApi.PrometheusOperator)
        ? DEMAND_SCRAPE
        : Durations.parse(Monitoring.interval(Monitoring.ofClass(inputs)));
  }
}
