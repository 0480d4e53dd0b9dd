package cx.touchpoint.operator.testing;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a real etcd and kube-apiserver, started once for the whole run. Test methods may take
 * a {@link KubernetesClient} (cluster administrator) or this class itself. The binaries come from
 * the cache that {@code ./touchpoint test} fills; without them the tests are skipped and say so.
 */
public final class RealApiServer implements BeforeAllCallback, ParameterResolver {

  private static final String VERSION = "1.35.8";

  /** Two Services for each Channel do not fit into the 254 addresses of such a server. */
  private static final String MORE_ADDRESSES =
      """
      apiVersion: networking.k8s.io/v1
      kind: ServiceCIDR
      metadata: {name: tests}
      spec: {cidrs: ["10.96.0.0/16"]}
      """;

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(RealApiServer.class);

  private final AtomicInteger namespaces = new AtomicInteger();

  /** The server while it runs, closed by JUnit at the end of the run. */
  private record Running(KubeAPIServer server, KubernetesClient client) implements AutoCloseable {
    static Running start() {
      KubeAPIServer server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withTestDir(binaries().toString())
                  .withApiServerVersion(VERSION)
                  .withOfflineMode(true)
                  .withUpdateKubeConfig(false)
                  .build());
      server.start();
      Config config = Config.fromKubeconfig(server.getKubeConfigYaml());
      KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
      client.resource(MORE_ADDRESSES).create();
      return new Running(server, client);
    }

    @Override
    public void close() {
      client.close();
      server.stop();
    }
  }

  /** The folder of etcd and kube-apiserver. */
  public static Path programs() {
    return binaries().resolve("k8s/" + VERSION + "-linux-amd64");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    assumePrograms();
    running(context);
  }

  /** Skips where the programs are not. */
  public static void assumePrograms() {
    Assumptions.assumeTrue(
        Files.isExecutable(programs().resolve("kube-apiserver")),
        () ->
            "skipped: no kube-apiserver in "
                + binaries()
                + "; './touchpoint test' provides it once, then plain 'mvn verify' finds it");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KubernetesClient.class || type == RealApiServer.class || type == Config.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    KubernetesClient client = running(context).client();
    if (type == KubernetesClient.class) {
      return client;
    }
    return type == Config.class ? client.getConfiguration() : this;
  }

  /** Makes a namespace of its own for a test and returns its name. */
  public String newNamespace(KubernetesClient client, String prefix) {
    String name = prefix + "-" + namespaces.incrementAndGet() + "-" + (System.nanoTime() % 100000);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /** Applies the committed CRDs of Touchpoint, as the chart does, and waits until they serve. */
  public void installCrds(KubernetesClient client) {
    try (var files = Files.list(Path.of("../charts/touchpoint/files/crds"))) {
      files.sorted().forEach(file -> CrdFile.apply(client, file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  /** The folder of programs and certificates. */
  public static Path binaries() {
    return Cache.root().resolve("kubernetes-" + VERSION);
  }
}
