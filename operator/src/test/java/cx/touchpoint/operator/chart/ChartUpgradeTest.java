package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the chart of the release before to this one and back, with Channels at work. */
@ExtendWith({Helm.class, RealApiServer.class})
final class ChartUpgradeTest {

  private static final String MANAGED = "app.kubernetes.io/managed-by=touchpoint";

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec:
        exposure: {type: None}
        scaling: {minReplicas: 3}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %s}
      spec:
        type: WebChat
        webChat: {allowedOrigins: ["https://shop.example.com"]}
        classRef: {name: %s}
        responder: {type: Echo}
      """;

  private static final List<String> PLURALS =
      List.of(
          "channels",
          "channelclasses",
          "conversationhistories",
          "responsetimetargets",
          "servicelevelobjectives");

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @Test
  void anUpgradeAndTheWayBackTouchNoChannelAndNothingItBecame(
      Helm helm, Config config, KubernetesClient client, RealApiServer server) throws IOException {
    String namespace = server.newNamespace(client, "upgrade");
    Release release = new Release(helm, config, server.newNamespace(client, "release"), "tp");
    release.install(previous(), "--take-ownership");
    client.resource(CLASS.formatted(namespace)).create();
    client.resource(CHANNEL.formatted(namespace, namespace)).create();
    Map<String, Object> former = definitions(client);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client, namespace)).hasSize(7));
      var children = children(client, namespace);
      var channel = channel(client, namespace);

      // Of definitions new with this chart, which other tests have brought to this server.
      release.upgrade(Helm.CHART, "--reset-then-reuse-values", "--take-ownership");
      assertThat(definitions(client)).isEqualTo(committed()).isNotEqualTo(former);
      assertThat(operatorOf(release, client)).contains("CONNECTOR_IMAGE");
      assertThat(channel(client, namespace).getSpec()).isEqualTo(channel.getSpec());

      release.rollback(1);
      assertThat(definitions(client)).isEqualTo(former);
      release.upgrade(Helm.CHART, "--reset-then-reuse-values");

      assertThat(children(client, namespace)).isEqualTo(children);
      assertThat(channel(client, namespace).getSpec()).isEqualTo(channel.getSpec());
      assertThat(channel(client, namespace).getMetadata().getGeneration()).isEqualTo(1);
    } finally {
      release.uninstall();
    }
  }

  @Test
  void theValuesOfTheReleaseBeforeAreStillTaken(Helm helm) throws IOException {
    String values = helm.run("show", "values", previous().toString()).succeeded().output();
    Path file = Helm.scratch("previous-values.yaml", values);

    assertThat(helm.template("--values", file.toString()).succeeded().output())
        .isEqualTo(helm.template().succeeded().output());
  }

  /** Owner references are the only tie; no controller and no hook has to run for a deletion. */
  @Test
  void afterAnUninstallEverythingCanBeDeletedWithoutUs(
      Helm helm, Config config, KubernetesClient client, RealApiServer server) {
    String namespace = server.newNamespace(client, "uninstall");
    Release release = new Release(helm, config, server.newNamespace(client, "release"), "tp");
    release.install(Helm.CHART, "--take-ownership");
    client.resource(CLASS.formatted(namespace)).create();
    client.resource(CHANNEL.formatted(namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client, namespace)).hasSize(7));
    }
    release.uninstall();

    assertThat(Stream.concat(Stream.of(channel(client, namespace)), owned(client, namespace)))
        .allSatisfy(it -> assertThat(it.getMetadata().getFinalizers()).isEmpty());
    assertThat(
            client.admissionRegistration().v1().validatingWebhookConfigurations().list().getItems())
        .isEmpty();
    client.resources(Channel.class).inNamespace(namespace).delete();
    assertThat(client.resources(Channel.class).inNamespace(namespace).list().getItems()).isEmpty();
    owned(client, namespace).forEach(it -> client.resource(it).delete());
    assertThat(owned(client, namespace)).isEmpty();
  }

  /** The package in resources/chart/released; exactly one, replaced with each release. */
  private static Path previous() {
    try (Stream<Path> files = Files.list(Helm.fixture("released"))) {
      List<Path> packages = files.filter(it -> it.toString().endsWith(".tgz")).toList();
      assertThat(packages).hasSize(1);
      return packages.getFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, Object> definitions(KubernetesClient client) {
    Map<String, Object> specs = new TreeMap<>();
    for (String plural : PLURALS) {
      CustomResourceDefinition present =
          client
              .apiextensions()
              .v1()
              .customResourceDefinitions()
              .withName(plural + ".touchpoint.cx")
              .get();
      specs.put(plural, present.getSpec().getVersions().getFirst().getSchema());
    }
    return specs;
  }

  private static Map<String, Object> committed() throws IOException {
    Map<String, Object> specs = new TreeMap<>();
    for (String plural : PLURALS) {
      String file =
          Files.readString(Helm.CHART.resolve("files/crds/" + plural + ".touchpoint.cx.yaml"));
      var definition =
          new io.fabric8.kubernetes.client.utils.KubernetesSerialization()
              .unmarshal(file, CustomResourceDefinition.class);
      specs.put(plural, definition.getSpec().getVersions().getFirst().getSchema());
    }
    return specs;
  }

  private static List<String> operatorOf(Release release, KubernetesClient client) {
    Deployment operator =
        client.apps().deployments().inNamespace(release.namespace()).withName("tp-operator").get();
    return operator.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
        .map(it -> it.getName())
        .toList();
  }

  private static Channel channel(KubernetesClient client, String namespace) {
    return client.resources(Channel.class).inNamespace(namespace).withName("support").get();
  }

  /** What the Channel became, by kind and name, with the version that every write changes. */
  private static Map<String, String> children(KubernetesClient client, String namespace) {
    Map<String, String> versions = new TreeMap<>();
    owned(client, namespace)
        .forEach(
            it ->
                versions.put(
                    it.getKind() + " " + it.getMetadata().getName(),
                    it.getMetadata().getResourceVersion()));
    return versions;
  }

  private static Stream<HasMetadata> owned(KubernetesClient client, String namespace) {
    return Stream.of(
            client.serviceAccounts(),
            client.configMaps(),
            client.services(),
            client.policy().v1().podDisruptionBudget(),
            client.network().v1().networkPolicies(),
            client.apps().deployments())
        .flatMap(
            it -> it.inNamespace(namespace).withLabelSelector(MANAGED).list().getItems().stream())
        .map(HasMetadata.class::cast);
  }
}
