package cx.touchpoint.operator.fault;

import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubeapitest.cert.CertManager;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An etcd and a kube-apiserver that may be restarted and frozen, because no other test uses it. */
final class OwnApiServer implements AutoCloseable {

  /** Two Services for each Channel do not fit into the 254 addresses of such a server. */
  private static final String MORE_ADDRESSES =
      """
      apiVersion: networking.k8s.io/v1
      kind: ServiceCIDR
      metadata: {name: faults}
      spec: {cidrs: ["10.96.0.0/16"]}
      """;

  private final Path binaries = RealApiServer.programs();
  private final CertManager certificates = new CertManager(RealApiServer.binaries().toString());
  private final int etcdPort = freePort();
  private final int port = freePort();
  private final Path etcdData;
  private final Process etcd;
  private final KubernetesClient client;
  private @Nullable Process apiServer;

  OwnApiServer(Helm helm) throws IOException {
    certificates.createCertificatesIfNeeded();
    Path scratch = Files.createDirectories(Path.of("target/fault"));
    etcdData = Files.createTempDirectory(scratch, "etcd");
    String clients = "http://127.0.0.1:" + etcdPort;
    etcd =
        Processes.start(
            "etcd",
            List.of(
                binaries.resolve("etcd").toString(),
                "--data-dir=" + etcdData,
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=http://127.0.0.1:" + freePort(),
                "--unsafe-no-fsync"));
    client = new KubernetesClientBuilder().withConfig(config()).build();
    start();
    client.resource(MORE_ADDRESSES).create();
    RunningOperator.prepare(helm, client, new RealApiServer());
  }

  /** As the cluster's administrator. */
  KubernetesClient client() {
    return client;
  }

  Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://127.0.0.1:" + port)
        .withClientCertFile(certificates.getClientCertPath())
        .withClientKeyFile(certificates.getClientKeyPath())
        .withTrustCerts(true)
        .build();
  }

  int port() {
    return port;
  }

  String clientCertificate() {
    return certificates.getClientCertPath();
  }

  String clientKey() {
    return certificates.getClientKeyPath();
  }

  private void start() {
    String key = certificates.getAPIServerKeyPath();
    apiServer =
        Processes.start(
            "kube-apiserver",
            List.of(
                binaries.resolve("kube-apiserver").toString(),
                "--cert-dir=" + RealApiServer.binaries(),
                "--secure-port=" + port,
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://localhost",
                "--service-account-signing-key-file=" + key,
                "--service-account-key-file=" + key,
                "--disable-admission-plugins=ServiceAccount",
                "--client-ca-file=" + certificates.getClientCertPath(),
                "--service-cluster-ip-range=10.0.0.0/24"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreException(KubernetesClientException.class)
        .until(() -> client.namespaces().withName("default").get() != null && isReady());
  }

  private boolean isReady() {
    return "ok".equals(client.raw("/readyz"));
  }

  /** Kills the API server and starts it again on the same etcd. */
  void restart() {
    stop();
    start();
  }

  private void stop() {
    if (apiServer != null) {
      Processes.kill(apiServer);
    }
  }

  /** Nothing is stored or read any more until it is let go on. */
  void pauseEtcd() {
    Processes.freeze(etcd);
  }

  void resumeEtcd() {
    Processes.resume(etcd);
  }

  @Override
  public void close() throws IOException {
    client.close();
    stop();
    Processes.kill(etcd);
    try (var files = Files.walk(etcdData)) {
      files.sorted(Comparator.reverseOrder()).forEach(it -> it.toFile().delete());
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
