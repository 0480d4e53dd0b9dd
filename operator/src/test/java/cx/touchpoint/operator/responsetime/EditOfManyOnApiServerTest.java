package cx.touchpoint.operator.responsetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one edit of a target of 200 Channels writes, on a real API server. */
@ExtendWith({Helm.class, RealApiServer.class})
final class EditOfManyOnApiServerTest {

  private static final int CHANNELS = 200;

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec: {exposure: {type: None}}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: chat-%d, namespace: %s, labels: {journey: shop}}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %2$s}
        responder: {type: Echo}
      """;

  private static final String TARGET =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: answer-fast, namespace: %s}
      spec:
        channels: {selector: {matchLabels: {journey: shop}}}
        targets: [{name: first-reply, phase: FirstResponse, within: %s, objective: %s}]
      """;

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @Test
  void anEditIsOneWriteOfRulesAndNothingIsRolledOut(
      Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "edit");
    client.resource(CLASS.formatted(namespace)).create();
    IntStream.range(0, CHANNELS)
        .forEach(it -> client.resource(CHANNEL.formatted(it, namespace)).create());
    client.resource(TARGET.formatted(namespace, "10s", "95%")).create();
    try (var operator = RunningOperator.start(config)) {
      await().until(() -> allIsCounted(client, namespace));
      Map<String, Long> deployments = deployments(client, namespace);

      // How much of it must be kept is for Prometheus alone to know.
      List<String> ofObjective =
          writesOf(operator, namespace, () -> edit(client, namespace, "10s", "99%"));
      assertThat(ofObjective).containsExactlyInAnyOrder(rules(namespace), status(namespace));

      // By when an answer must come is decided by connectors: they read it, and go on running.
      List<String> ofTime =
          writesOf(operator, namespace, () -> edit(client, namespace, "20s", "99%"));
      assertThat(ofTime).filteredOn(rules(namespace)::equals).hasSize(1);
      assertThat(ofTime)
          .filteredOn(it -> it.startsWith("PATCH " + configMaps(namespace)))
          .hasSize(1 + CHANNELS);
      assertThat(ofTime)
          .filteredOn(it -> !it.contains("/configmaps/") && !it.contains("/status"))
          .isEmpty();
      assertThat(deployments(client, namespace)).isEqualTo(deployments);
    } finally {
      // Operators of other tests have enough to do.
      client.resources(Channel.class).inNamespace(namespace).delete();
    }
  }

  /** What is written from the edit until nothing more is. */
  private static List<String> writesOf(RunningOperator operator, String namespace, Runnable edit) {
    settled(operator, namespace);
    int before = writes(operator, namespace).size();
    edit.run();
    await().until(() -> written(operator, namespace, before));
    settled(operator, namespace);
    List<String> all = writes(operator, namespace);
    return all.subList(before, all.size());
  }

  private static boolean written(RunningOperator operator, String namespace, int before) {
    List<String> all = writes(operator, namespace);
    return all.subList(before, all.size()).contains(rules(namespace));
  }

  private static void settled(RunningOperator operator, String namespace) {
    var last = new int[] {-1};
    await()
        .during(Duration.ofSeconds(3))
        .until(
            () -> {
              int now = writes(operator, namespace).size();
              boolean same = now == last[0];
              last[0] = now;
              return same;
            });
  }

  private static List<String> writes(RunningOperator operator, String namespace) {
    return operator.requests().writes().stream()
        .filter(it -> it.contains("/namespaces/" + namespace + "/"))
        .toList();
  }

  private static void edit(
      KubernetesClient client, String namespace, String within, String objective) {
    client.resource(TARGET.formatted(namespace, within, objective)).update();
  }

  private static boolean allIsCounted(KubernetesClient client, String namespace) {
    return client.resources(Channel.class).inNamespace(namespace).list().getItems().stream()
            .allMatch(it -> it.getStatus() != null)
        && deployments(client, namespace).size() == CHANNELS
        && client.configMaps().inNamespace(namespace).list().getItems().stream()
                .filter(it -> it.getData() != null)
                .filter(it -> it.getData().toString().contains("answer-fast/first-reply"))
                .count()
            > CHANNELS
        && client
            .resources(ResponseTimeTarget.class)
            .inNamespace(namespace)
            .list()
            .getItems()
            .stream()
            .allMatch(
                it ->
                    it.getStatus() != null
                        && Integer.valueOf(CHANNELS).equals(it.getStatus().channels()));
  }

  private static Map<String, Long> deployments(KubernetesClient client, String namespace) {
    return client.apps().deployments().inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.toMap(
                it -> it.getMetadata().getName(), EditOfManyOnApiServerTest::generation));
  }

  private static Long generation(Deployment deployment) {
    return deployment.getMetadata().getGeneration();
  }

  private static String configMaps(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps/";
  }

  private static String rules(String namespace) {
    return "PATCH " + configMaps(namespace) + "answer-fast-response-time";
  }

  private static String status(String namespace) {
    return "PATCH /apis/touchpoint.cx/v1alpha1/namespaces/"
        + namespace
        + "/responsetimetargets/answer-fast/status";
  }
}
