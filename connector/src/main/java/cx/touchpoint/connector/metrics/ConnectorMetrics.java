package cx.touchpoint.connector.metrics;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Every metric of the contract that applies to a channel without a history. Counters exist at 0
 * from the start, because a rate over a series that is born by its first error misses that error.
 */
public final class ConnectorMetrics {

  private static final Duration[] BUCKETS =
      List.of(
              0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0, 30.0,
              60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 14400.0, 86400.0)
          .stream()
          .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  /** What decides on the number of replicas, scraped more often than the rest. */
  private static final Set<String> DEMAND =
      Set.of(
          "touchpoint_messages_received", // the registry adds _total
          "touchpoint_service_seconds",
          "touchpoint_inflight",
          "touchpoint_queue_depth",
          "touchpoint_slots",
          "touchpoint_connections");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Tags tags;
  private final Timer acknowledge;
  private final Timer queueWait;
  private final Timer service;
  private final Counter received;
  private final Counter duplicates;
  private final Counter abandoned;
  private final Counter shortAbandons;
  private final Counter badExperience;

  /** Registers everything that is known before the first request. */
  public ConnectorMetrics(String channel, ConnectorConfiguration.Type type) {
    this.tags = Tags.of("channel", channel, "channel_type", type.name());
    this.acknowledge = timer("touchpoint.acknowledge", Tags.empty());
    this.queueWait = timer("touchpoint.queue.wait", Tags.empty());
    this.service = timer("touchpoint.service", Tags.empty());
    this.received = counter("touchpoint.messages.received", Tags.empty());
    this.duplicates = counter("touchpoint.duplicates", Tags.empty());
    this.abandoned = counter("touchpoint.abandoned", Tags.empty());
    this.shortAbandons = counter("touchpoint.short.abandons", Tags.empty());
    this.badExperience = counter("touchpoint.bad.experience", Tags.empty());
    for (RequestOutcome outcome : RequestOutcome.values()) {
      request(outcome, 0);
    }
    for (Delivery delivery : Delivery.values()) {
      delivery(delivery, 0);
    }
  }

  /** Shows what is so at the moment of asking. */
  public void gauge(String name, Tags extra, Supplier<Number> value) {
    Gauge.builder(name, value)
        .description(Meanings.of(name))
        .tags(tags.and(extra))
        .strongReference(true)
        .register(registry);
  }

  /** Makes the counters of these promises exist; those of promises no longer made stay. */
  public void promises(List<Promise> promises) {
    for (Promise promise : promises) {
      promise(promise, PromiseResult.KEPT, 0);
      promise(promise, PromiseResult.BROKEN, 0);
    }
  }

  /** Makes the series of a way to begin a conversation exist. */
  public void conversations(String entry, String device, int begun) {
    counter("touchpoint.conversations.started", Tags.of("entry", entry, "device", device))
        .increment(begun);
  }

  /** Makes the response times of those who may answer exist. */
  public void responders(List<String> authors) {
    for (String by : authors) {
      responseTimer("first", by);
      responseTimer("next", by);
    }
  }

  /** Counts one decided wait. */
  public void promise(Promise promise, PromiseResult result, int decided) {
    promise(promise.target(), promise.phase(), result, decided);
  }

  /** Counts decided waits of a promise that may not be made any more. */
  public void promise(String target, Promise.Phase phase, PromiseResult result, int decided) {
    counter(
            "touchpoint.promise",
            Tags.of(
                "target", target,
                "phase", phase.name(),
                "result", result.name().toLowerCase(Locale.ROOT)))
        .increment(decided);
  }

  /** Counts requests by how they fared. */
  public void request(RequestOutcome outcome, int requests) {
    counter("touchpoint.requests", Tags.of("outcome", outcome.name().toLowerCase(Locale.ROOT)))
        .increment(requests);
  }

  /** Counts answers by whether the customer had them. */
  public void delivery(Delivery delivery, int answers) {
    counter(
            "touchpoint.outbound",
            Tags.of("outcome", delivery.outcome(), "reason", delivery.reason()))
        .increment(answers);
  }

  /** Makes the series of messages that were given up exist, or counts them. */
  public void deadLetters(String reason, int messages) {
    counter("touchpoint.dead.letters", Tags.of("reason", reason)).increment(messages);
  }

  /** Proofs by how they were taken; from now on these are counted. */
  public void identityLinks(List<String> results) {
    results.forEach(it -> counter("touchpoint.identity.links", Tags.of("result", it)));
  }

  public void identityLink(String result) {
    counter("touchpoint.identity.links", Tags.of("result", result)).increment();
  }

  /** Tokens of customers by how they were taken; from now on these are counted. */
  public void signIns(List<String> results) {
    results.forEach(it -> counter("touchpoint.sign.ins", Tags.of("result", it)));
  }

  public void signIn(String result) {
    counter("touchpoint.sign.ins", Tags.of("result", result)).increment();
  }

  /** Shows whether somebody is left alone because they fail, and makes its counter exist. */
  public void circuit(String to, Supplier<Number> open) {
    gauge("touchpoint.circuit.open", Tags.of("to", to), open);
    circuitOpened(to, 0);
  }

  /** Counts that somebody began to fail nearly everybody. */
  public void circuitOpened(String to, int times) {
    counter("touchpoint.circuit.openings", Tags.of("to", to)).increment(times);
  }

  /** Makes the series of what becomes of matters exist. */
  public void matters(List<String> authors) {
    handoffs(0);
    contained(0);
    authors.forEach(this::resolutionTimer);
  }

  /** Counts conversations that were handed to people. */
  public void handoffs(int conversations) {
    counter("touchpoint.handoffs", Tags.of("to", "Human")).increment(conversations);
  }

  /** Counts matters that were settled without a person. */
  public void contained(int matters) {
    counter("touchpoint.contained", Tags.empty()).increment(matters);
  }

  /** Times a matter, from the message it began with until it is settled. */
  public void resolution(String by, Duration lasted) {
    resolutionTimer(by).record(lasted);
  }

  public void received() {
    received.increment();
  }

  public void duplicate() {
    duplicates.increment();
  }

  public void acknowledged(Duration sinceArrival) {
    acknowledge.record(sinceArrival);
  }

  public void queueWait(Duration waited) {
    queueWait.record(waited);
  }

  public void service(Duration served) {
    service.record(served);
  }

  /** Times an answer, from the customer's message to the answer's delivery. */
  public void response(boolean first, String by, Duration waited) {
    responseTimer(first ? "first" : "next", by).record(waited);
  }

  /** Counts a customer who left without an answer; short when before anyone could blame us. */
  public void abandoned(boolean soon) {
    abandoned(soon ? 1 : 0, soon ? 0 : 1);
  }

  /** Counts customers who left without an answer. */
  public void abandoned(int soon, int late) {
    shortAbandons.increment(soon);
    abandoned.increment(late);
  }

  /** Counts a conversation that broke its first promise. */
  public void badExperience() {
    badExperiences(1);
  }

  /** Counts conversations that broke their first promise. */
  public void badExperiences(int conversations) {
    badExperience.increment(conversations);
  }

  /**
   * Everything, in the exposition format the scraper asked for.
   *
   * @param accept the scraper's Accept header
   */
  public String scrape(String accept) {
    return registry.scrape(accept);
  }

  /** The few series that size the channel. */
  public String scrapeDemand(String accept) {
    return registry.scrape(accept, DEMAND);
  }

  private Timer resolutionTimer(String by) {
    return timer("touchpoint.resolution", Tags.of("by", by));
  }

  private Timer responseTimer(String which, String by) {
    return timer("touchpoint." + which + ".response", Tags.of("by", by));
  }

  private Timer timer(String name, Tags extra) {
    return Timer.builder(name)
        .description(Meanings.of(name))
        .tags(tags.and(extra))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter counter(String name, Tags extra) {
    return Counter.builder(name)
        .description(Meanings.of(name))
        .tags(tags.and(extra))
        .register(registry);
  }
}
