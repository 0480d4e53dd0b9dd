package cx.touchpoint.operator.fault;

import cx.touchpoint.operator.Main;
import cx.touchpoint.operator.testing.RunningOperator;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An operator as a pod has it: a process of its own, started by {@code touchpoint run}, which a
 * kubelet starts again under the same name when it ends.
 */
final class OperatorPod implements AutoCloseable {

  private final String name;
  private final FaultyApi api;
  private final Path kubeconfig;
  private final boolean restarts;
  private @Nullable Process process;
  private boolean closed;

  private OperatorPod(String name, FaultyApi api, boolean restarts) {
    this.name = name;
    this.api = api;
    this.restarts = restarts;
    kubeconfig = Path.of("target/fault", name + ".kubeconfig").toAbsolutePath();
  }

  /** One that stays dead when it ends. */
  static OperatorPod once(String name, FaultyApi api) {
    return new OperatorPod(name, api, false);
  }

  /** One that is started again whenever it ends. */
  static OperatorPod restarting(String name, FaultyApi api) {
    return new OperatorPod(name, api, true);
  }

  synchronized OperatorPod start() {
    try {
      Files.createDirectories(kubeconfig.getParent());
      Files.writeString(
          kubeconfig,
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: faulty, cluster: {server: "http://127.0.0.1:%d"}}]
          contexts: [{name: faulty, context: {cluster: faulty, user: nobody}}]
          users: [{name: nobody, user: {}}]
          current-context: faulty
          """
              .formatted(api.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        Processes.start(
            name,
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                shipped(),
                Main.class.getName(),
                "run"),
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "OPERATOR_NAMESPACE",
                RunningOperator.NAMESPACE,
                "CONNECTOR_IMAGE",
                RunningOperator.IMAGE,
                "POD_NAME",
                name,
                "MANAGEMENT_PORT",
                "0"));
    if (restarts) {
      process.onExit().thenRun(this::startAgain);
    }
    return this;
  }

  private synchronized void startAgain() {
    if (!closed) {
      start();
    }
  }

  /** The class path of the tests without the tests themselves. */
  private static String shipped() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(it -> !it.endsWith("test-classes") && !it.endsWith("test-classes/"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  synchronized void kill() {
    Processes.kill(running());
  }

  /** SIGTERM, as a kubelet sends it first; does not wait for the end. */
  synchronized void end() {
    running().destroy();
  }

  synchronized void freeze() {
    Processes.freeze(running());
  }

  synchronized void resume() {
    Processes.resume(running());
  }

  synchronized boolean isAlive() {
    return running().isAlive();
  }

  /** With what it ended. */
  int exitCode() {
    return running().onExit().orTimeout(1, TimeUnit.MINUTES).join().exitValue();
  }

  private Process running() {
    return Objects.requireNonNull(process, "started");
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    if (process != null) {
      Processes.kill(process);
    }
    Files.deleteIfExists(kubeconfig);
  }
}
