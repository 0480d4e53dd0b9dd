package cx.touchpoint.bench.operator;

import cx.touchpoint.operator.OperatorClient;
import cx.touchpoint.operator.OperatorEnvironment;
import cx.touchpoint.operator.OperatorProcess;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The operator as shipped, with its requests counted, until it has nothing left to do. */
final class MeasuredOperator {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** So long after its last write an operator has nothing left to write. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final int LOOK_MILLIS = 20;

  private static final OperatorEnvironment ENVIRONMENT =
      new OperatorEnvironment(
          Workload.SETTINGS.namespace(),
          Workload.SETTINGS.connectorImage(),
          "bench",
          true,
          Optional.empty(),
          0);

  private MeasuredOperator() {}

  /**
   * Takes the number of Channels and of objects to be written, 0 where all is there already; prints
   * one line, a {@link Ran}.
   */
  @SuppressWarnings("SystemOut") // the harness reads it
  public static void main(String[] arguments) throws Exception {
    int channels = Integer.parseInt(arguments[0]);
    int objects = Integer.parseInt(arguments[1]);
    var log = new RequestLog();
    try (OperatorClient client = client(log);
        var operator = operator(client)) {
      operator.start();
      Ran ran = objects == 0 ? restarted(log, operator, channels) : built(log, channels, objects);
      System.out.println(ran.line());
    }
  }

  private static OperatorClient client(RequestLog log) {
    return OperatorClient.of(
        Config.autoConfigure(null), ENVIRONMENT, it -> it.addOrReplaceInterceptor("count", log));
  }

  private static OperatorProcess operator(OperatorClient client) {
    return new OperatorProcess(
        ENVIRONMENT,
        client,
        address -> {
          throw new IOException("no connectors run in this benchmark");
        },
        Clock.systemUTC());
  }

  private static Ran built(RequestLog log, int channels, int objects) throws Exception {
    long seen = 0;
    double cpu = 0;
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (log.written(RequestLog.OBJECT) < objects
        || log.written(RequestLog.STATUS) < channels
        || System.nanoTime() - log.last() < QUIET.toNanos()) {
      if (log.last() != seen) {
        seen = log.last();
        cpu = Ran.cpuNow();
      }
      wait(deadline, log);
    }
    return Ran.of(log, log.last(), cpu);
  }

  private static Ran restarted(RequestLog log, OperatorProcess operator, int channels)
      throws Exception {
    until(() -> reconciles(operator) >= channels, log);
    long end = System.nanoTime();
    double cpu = Ran.cpuNow();
    until(() -> System.nanoTime() - end > QUIET.toNanos(), log);
    return Ran.of(log, end, cpu);
  }

  private static void until(BooleanSupplier reached, RequestLog log) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!reached.getAsBoolean()) {
      wait(deadline, log);
    }
  }

  private static void wait(long deadline, RequestLog log) throws InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException("not done in " + LONGEST + ": " + log.counts());
    }
    Thread.sleep(LOOK_MILLIS);
  }

  /** Reconciles that came to their end, as the operator's own metrics count them. */
  private static double reconciles(OperatorProcess operator) {
    URI metrics = URI.create("http://127.0.0.1:" + operator.managementPort() + "/metrics");
    try (InputStream page = metrics.toURL().openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(it -> it.startsWith("operator_sdk_reconciliations_success_total"))
          .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
