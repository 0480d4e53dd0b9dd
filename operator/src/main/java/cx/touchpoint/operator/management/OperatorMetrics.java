package cx.touchpoint.operator.management;

import cx.touchpoint.operator.connectors.StatusQuestion;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/**
 * What the operator counts of itself: its work, its requests to the API server, its questions to
 * connectors, its own machine. No name of a Channel or namespace is a label, so that the number of
 * series does not grow with the cluster.
 */
public final class OperatorMetrics implements Interceptor, AutoCloseable {

  private static final List<String> READY = List.of("True", "False", "Unknown");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  /** Counts one process. */
  public OperatorMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    garbage.bindTo(registry);
  }

  /** Where everything is counted. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * Shows the Channels there are.
   *
   * @param byReady how many have a status of their Ready condition
   */
  public void showChannels(ToLongFunction<String> byReady) {
    for (String ready : READY) {
      Gauge.builder("touchpoint.channels", byReady, it -> it.applyAsLong(ready))
          .description("Channels by the status of their condition Ready; False is stalled")
          .tag("ready", ready)
          .strongReference(true)
          .register(registry);
    }
  }

  /** Shows whether this process is the one that writes. */
  public void showLeader(BooleanSupplier leading) {
    Gauge.builder("touchpoint.leader", leading, it -> it.getAsBoolean() ? 1 : 0)
        .description("1 in the process that holds the Lease")
        .strongReference(true)
        .register(registry);
  }

  /** The same question, counted and timed. */
  public StatusQuestion counted(StatusQuestion question) {
    Timer answered = polls("answered");
    Timer failed = polls("failed");
    return address -> {
      long begun = System.nanoTime();
      Timer outcome = failed;
      try {
        var answer = question.ask(address);
        outcome = answered;
        return answer;
      } finally {
        outcome.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      }
    };
  }

  private Timer polls(String outcome) {
    return Timer.builder("touchpoint.connector.polls")
        .description("Questions to connectors how they are")
        .tag("outcome", outcome)
        .register(registry);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    count(request.method(), String.valueOf(response.code()));
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    count(request.method(), "none");
  }

  private void count(String method, String code) {
    registry.counter("touchpoint.api.requests", "method", method, "code", code).increment();
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
