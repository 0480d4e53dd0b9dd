package cx.touchpoint.bench.operator;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A real etcd and kube-apiserver with Touchpoint's kinds, and nobody else at work on them. */
final class ApiServer implements AutoCloseable {

  private static final List<String> KINDS =
      List.of(
          "channelclasses",
          "channels",
          "conversationhistories",
          "responsetimetargets",
          "servicelevelobjectives");
  private static final long SERVED_SECONDS = 30;

  /** Two Services for each Channel do not fit into the 254 addresses of such a server. */
  private static final String MORE_ADDRESSES =
      """
      apiVersion: networking.k8s.io/v1
      kind: ServiceCIDR
      metadata: {name: bench}
      spec: {cidrs: ["10.96.0.0/16"]}
      """;

  private final AuditLog audit = new AuditLog();
  private final KubeAPIServer server;
  private final Path kubeconfig;

  /** For the day when the benchmark is interrupted: nothing stays behind then. */
  private final Thread stopping;

  private final KubernetesClient client;

  /** Starts it from the binaries that {@code bench/run} provides. */
  ApiServer() throws IOException {
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(System.getProperty("touchpoint.kubernetes"))
                .withApiServerVersion(System.getProperty("touchpoint.kubernetes.version"))
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withApiServerFlags(flags())
                .build());
    stopping = new Thread(server::stop);
    Runtime.getRuntime().addShutdownHook(stopping);
    server.start();
    kubeconfig = Files.createTempFile("touchpoint-bench", ".kubeconfig");
    Files.writeString(kubeconfig, server.getKubeConfigYaml());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    client.resource(MORE_ADDRESSES).create();
    for (String kind : KINDS) {
      install("/crds/" + kind + ".touchpoint.cx.yaml");
    }
  }

  private List<String> flags() {
    var flags = new ArrayList<>(audit.flags());
    // Rounds begin with nothing: clearing away must not take longer than what is measured.
    flags.add("--delete-collection-workers=16");
    return flags;
  }

  AuditLog audit() {
    return audit;
  }

  KubernetesClient client() {
    return client;
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  private void install(String resource) throws IOException {
    var definitions = client.apiextensions().v1().customResourceDefinitions();
    try (InputStream yaml =
        Objects.requireNonNull(ApiServer.class.getResourceAsStream(resource), resource)) {
      CustomResourceDefinition kind = definitions.load(yaml).item();
      client.resource(kind).serverSideApply();
      definitions
          .withName(kind.getMetadata().getName())
          .waitUntilCondition(ApiServer::isServed, SERVED_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static boolean isServed(CustomResourceDefinition kind) {
    return kind != null
        && kind.getStatus() != null
        && kind.getStatus().getConditions() != null
        && kind.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }

  @Override
  public void close() throws IOException {
    client.close();
    Runtime.getRuntime().removeShutdownHook(stopping);
    server.stop();
    Files.delete(kubeconfig);
    audit.close();
  }
}
