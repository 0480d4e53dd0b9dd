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

  private static final String PROMISE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: up, namespace: %s}
      spec:
        channels: {selector: {matchLabels: {journey: shop}}}
        indicator: {type: Delivery}
        objective: 99%%
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: %s, labels: {journey: %s}}
      spec: {type: WebChat, webChat: {demoPage: Served}, responder: {type: Echo}}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void channelsThatTheFilesDoNotHaveAreLookedForInTheCluster(
      KubernetesClient client, Config config, RealApiServer server) throws IOException {
    server.installCrds(client);
    String namespace = server.newNamespace(client, "backtest");
    client.resource(CHANNEL.formatted("chat", namespace, "shop")).create();
    client.resource(CHANNEL.formatted("other", namespace, "other")).create();
    String file =
        Files.writeString(folder.resolve("promises.yaml"), PROMISE.formatted(namespace)).toString();
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
