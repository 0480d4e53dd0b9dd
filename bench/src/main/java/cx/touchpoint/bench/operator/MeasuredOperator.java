package cx.touchpoint.bench.operator;

import cx.touchpoint.operator.OperatorClient;
import cx.touchpoint.operator.OperatorEnvironment;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.connectors.HttpStatusQuestion;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.PromiseSettings;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The operator as shipped, with its requests counted. */
final class MeasuredOperator {

  private static final int LOOK_MILLIS = 20;

  private MeasuredOperator() {}

  /**
   * Takes its name, the port that connectors answer on, and how much more often than shipped every
   * Channel is looked at again; answers looks.
   */
  public static void main(String[] arguments) throws Exception {
    String agent = arguments[0];
    var log = new RequestLog();
    var environment =
        new OperatorEnvironment(
            Workload.SETTINGS.namespace(),
            Workload.SETTINGS.connectorImage(),
            agent,
            true,
            Optional.empty(),
            new PromiseSettings(Pace.NORMAL, Optional.empty()),
            0);
    var config = new ConfigBuilder().withUserAgent(agent).build();
    var client =
        OperatorClient.of(config, environment, it -> it.addOrReplaceInterceptor("count", log));
    var question = new HttpStatusQuestion(Integer.parseInt(arguments[1]));
    Duration lookAgain = OperatorProcess.LOOK_AGAIN.dividedBy(Integer.parseInt(arguments[2]));
    var operator = new OperatorProcess(environment, client, question, Clock.systemUTC(), lookAgain);
    Runtime.getRuntime().addShutdownHook(new Thread(operator::close));

    var firstReconcile = new AtomicLong();
    var watch = Executors.newSingleThreadScheduledExecutor();
    watch.scheduleWithFixedDelay(
        () -> {
          if (reconciles(operator) > 0) {
            firstReconcile.set(Look.now());
            watch.shutdown();
          }
        },
        LOOK_MILLIS,
        LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
    Thread.ofPlatform().start(operator::start);
    Answering.serve(
        counted -> Look.here(log, counted ? reconciles(operator) : 0, firstReconcile.get()));
    System.exit(0);
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
      return 0; // not served yet
    }
  }
}
