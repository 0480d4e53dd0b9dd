package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.testing.Kubeconfig;
import cx.touchpoint.operator.testing.LoopbackPrometheus;
import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Promises in files, about Channels that are on a cluster. */
@ExtendWith(RealApiServer.class)
final class BacktestOfClusterTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void channelsThatTheFilesDoNotHaveAreLookedForInTheCluster(
      KubernetesClient client, Config config, RealApiServer server) throws IOException {
    server.installCrds(client);
    String namespace = server.newNamespace(client, "backtest");
    client.resource(BacktestTest.CHANNEL.formatted("chat", namespace, "shop")).create();
    client.resource(BacktestTest.CHANNEL.formatted("other", namespace, "other")).create();
    String file =
        Files.writeString(
                folder.resolve("promises.yaml"), BacktestTest.BY_LABEL.formatted(namespace))
            .toString();
    String kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), Kubeconfig.of(config)).toString();
    try (var prometheus = new LoopbackPrometheus()) {
      CommandRun run =
          CommandRun.of(
              "backtest", file, "--prometheus", prometheus.url(), "--kubeconfig", kubeconfig);

      assertThat(run.exit()).as(run.err()).isEqualTo(Exit.FINE);
      assertThat(run.out()).contains(namespace + "  slo/up  chat  (").doesNotContain("other");
    }
  }
}
