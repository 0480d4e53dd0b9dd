package cx.touchpoint.operator.fault;

import cx.touchpoint.operator.testing.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Kubernetes' own, which deletes what belonged to a deleted Channel; no other controller. */
final class GarbageCollector implements AutoCloseable {

  private final Path kubeconfig;
  private final Process process;

  private GarbageCollector(Path kubeconfig, Process process) {
    this.kubeconfig = kubeconfig;
    this.process = process;
  }

  /** Skips the test where its program is not. */
  static void assumeProgram() {
    Assumptions.assumeTrue(
        Files.isExecutable(program()),
        () ->
            "skipped: no kube-controller-manager in "
                + program().getParent()
                + "; './touchpoint test' provides it once, then plain 'mvn verify' finds it");
  }

  /** Begins to collect what is there already, and goes on until it is closed. */
  static GarbageCollector start(OwnApiServer server) throws IOException {
    Path kubeconfig = Path.of("target/fault/garbage-collector.kubeconfig").toAbsolutePath();
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: own, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
        contexts: [{name: own, context: {cluster: own, user: admin}}]
        users: [{name: admin, user: {client-certificate: "%s", client-key: "%s"}}]
        current-context: own
        """
            .formatted(server.port(), server.clientCertificate(), server.clientKey()));
    return new GarbageCollector(
        kubeconfig,
        Processes.start(
            "kube-controller-manager",
            List.of(
                program().toString(),
                "--kubeconfig=" + kubeconfig,
                "--controllers=garbage-collector-controller",
                "--leader-elect=false",
                "--secure-port=0",
                "--kube-api-qps=200",
                "--kube-api-burst=400")));
  }

  private static Path program() {
    return RealApiServer.programs().resolve("kube-controller-manager");
  }

  @Override
  public void close() throws IOException {
    Processes.kill(process);
    Files.deleteIfExists(kubeconfig);
  }
}
