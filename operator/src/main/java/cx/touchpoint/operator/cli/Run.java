package cx.touchpoint.operator.cli;

import cx.touchpoint.operator.OperatorClient;
import cx.touchpoint.operator.OperatorEnvironment;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.connectors.HttpStatusQuestion;
import io.fabric8.kubernetes.client.Config;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Runs the operator until it is told to end; what the operator's pod does. */
@Command(
    name = "run",
    description = {
      "Runs the operator until SIGTERM. The Helm chart calls this; by hand it needs",
      "OPERATOR_NAMESPACE and CONNECTOR_IMAGE in the environment and a kubeconfig."
    })
final class Run implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    OperatorEnvironment environment = OperatorEnvironment.of(System.getenv());
    var api = OperatorClient.of(Config.autoConfigure(null), environment);
    var process =
        new OperatorProcess(
            environment, api, new HttpStatusQuestion(HttpStatusQuestion.PORT), Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stopping"));
    process.start();
    new CountDownLatch(1).await();
    return 0;
  }
}
