package cx.touchpoint.operator.channel;

import static cx.touchpoint.operator.testing.Manifests.CHANNEL;
import static cx.touchpoint.operator.testing.Manifests.CLASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.Names;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects that pretend to be a Channel's, and Channels whose references vanish and return. */
@ExtendWith({Helm.class, RealApiServer.class})
final class TenantsOnApiServerTest {

  private String care = "";
  private String sales = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void twoTeams(KubernetesClient client, RealApiServer server) {
    care = server.newNamespace(client, "care");
    sales = server.newNamespace(client, "sales");
    client.resource(CLASS.formatted(care)).create();
  }

  @AfterEach
  void leaveNoChannels(KubernetesClient client) {
    // The API server of the tests has few addresses for Services, and nobody collects garbage.
    client.services().inNamespace(care).delete();
    client.resources(Channel.class).inNamespace(care).delete();
    client.resources(ChannelClass.class).withName(care).delete();
  }

  @Test
  void whatPretendsToBeAChannelsIsNeitherTakenNorDeleted(Config config, KubernetesClient client) {
    Channel channel = (Channel) client.resource(CHANNEL.formatted("support", care, care)).create();
    List<ConfigMap> pretenders =
        List.of(
            pretender("labelled", care, Map.of(), channel),
            pretender("labelled", sales, Map.of(), channel),
            pretender("support-connector", sales, Map.of("owned", "true"), channel));
    pretenders.forEach(it -> client.resource(it).create());
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(connector(client, "support-connector")).isNotNull());
      // A change of each, so that the operator looks at what it might take for its own.
      pretenders.forEach(
          it ->
              client
                  .resource(it)
                  .edit(
                      map -> {
                        map.getMetadata().setAnnotations(Map.of("seen", "again"));
                        return map;
                      }));
      double before = operator.reconciles();
      client.apps().deployments().inNamespace(care).withName("support-connector").delete();
      await().until(() -> operator.reconciles() > before);
      await().untilAsserted(() -> assertThat(connector(client, "support-connector")).isNotNull());
      assertThat(pretenders)
          .allSatisfy(
              it ->
                  assertThat(client.resource(it).get().getData())
                      .containsEntry("mine", "untouched"));
      assertThat(operator.requests().writes())
          .noneMatch(
              it -> it.contains("/configmaps/labelled") || it.contains(sales + "/configmaps"));
    }
  }

  @Test
  void aChannelNamedAsAnothersCutNameSaysSoAndChangesNothing(
      Config config, KubernetesClient client) {
    String longest = "x".repeat(63);
    String taken = Names.connector(longest);
    String imitation = taken.substring(0, taken.length() - "-connector".length());
    client.resource(CHANNEL.formatted(longest, care, care)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(connector(client, taken)).isNotNull());
      client.resource(CHANNEL.formatted(imitation, care, care)).create();
      await()
          .untilAsserted(
              () -> assertThat(reason(client, imitation, "Stalled")).isEqualTo("NameTaken"));
      assertThat(connector(client, taken).getMetadata().getLabels())
          .containsEntry(Labels.CHANNEL, longest);
    }
  }

  @Test
  void nothingChangesWhileTheClassIsGoneAndEverythingHealsWhenItReturns(
      Config config, KubernetesClient client) {
    client.resource(CHANNEL.formatted("support", care, care)).create();
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () -> assertThat(reason(client, "support", "Ready")).isEqualTo("RollingOut"));
      var address = status(client, "support").address();
      assertThat(address).isNotNull();
      client.resources(ChannelClass.class).withName(care).delete();
      await()
          .untilAsserted(
              () -> assertThat(reason(client, "support", "Stalled")).isEqualTo("ClassNotFound"));
      assertThat(status(client, "support").address()).isEqualTo(address);
      int written = written(operator, care);

      // Frozen: what to put back is not known, so even this is left as it is.
      double before = operator.reconciles();
      client.configMaps().inNamespace(care).withName("support-connector").delete();
      await().until(() -> operator.reconciles() > before);
      assertThat(client.configMaps().inNamespace(care).withName("support-connector").get())
          .isNull();
      assertThat(written(operator, care)).isEqualTo(written);

      client.resource(CLASS.formatted(care)).create();
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          client.configMaps().inNamespace(care).withName("support-connector").get())
                      .isNotNull());
      await()
          .untilAsserted(
              () -> assertThat(reason(client, "support", "Ready")).isEqualTo("RollingOut"));
    }
  }

  private static int written(RunningOperator operator, String namespace) {
    return (int)
        operator.requests().writes().stream()
            .filter(it -> it.contains(namespace) && !it.contains("/events"))
            .count();
  }

  private static ConfigMap pretender(
      String name, String namespace, Map<String, String> more, Channel channel) {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(Labels.of("support"))
            .endMetadata()
            .addToData("mine", "untouched")
            .build();
    if (!more.isEmpty()) {
      map.getMetadata().setOwnerReferences(List.of(Identity.of(channel).owner()));
    }
    return map;
  }

  private io.fabric8.kubernetes.api.model.apps.Deployment connector(
      KubernetesClient client, String name) {
    return client.apps().deployments().inNamespace(care).withName(name).get();
  }

  private cx.touchpoint.api.v1alpha1.ChannelStatus status(KubernetesClient client, String channel) {
    var status =
        client.resources(Channel.class).inNamespace(care).withName(channel).get().getStatus();
    assertThat(status).as("status").isNotNull();
    return status;
  }

  private String reason(KubernetesClient client, String channel, String type) {
    return Conditions.find(status(client, channel).conditions(), type)
        .orElseThrow(() -> new AssertionError("no " + type))
        .getReason();
  }
}
