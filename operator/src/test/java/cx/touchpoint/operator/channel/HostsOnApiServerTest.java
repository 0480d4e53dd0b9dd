package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One host, one Channel, whatever teams write. */
@ExtendWith({Helm.class, RealApiServer.class})
final class HostsOnApiServerTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec: {exposure: {type: Ingress%s}}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: %s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %s}
        responder: {type: Echo}
        host: %s
      """;

  private static final String PAGE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: %s}
      spec: {type: Website, classRef: {name: %s}, website: {url: "https://%s/"}}
      """;

  private String care = "";
  private String sales = "";
  private String host = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void twoTeams(KubernetesClient client, RealApiServer server) {
    care = server.newNamespace(client, "care");
    sales = server.newNamespace(client, "sales");
    host = care + ".example.com";
    client.resource(CLASS.formatted(care, "")).create();
  }

  @AfterEach
  void leaveNoChannels(KubernetesClient client) {
    // The API server of the tests has few addresses for Services, and nobody collects garbage.
    client.services().inNamespace(care).delete();
    client.services().inNamespace(sales).delete();
    client.resources(Channel.class).inNamespace(care).delete();
    client.resources(Channel.class).inNamespace(sales).delete();
    client.resources(ChannelClass.class).withName(care).delete();
    client.resources(ChannelClass.class).withName(sales).delete();
  }

  @Test
  void theOlderKeepsItAndTheOtherHealsWhenItGoes(Config config, KubernetesClient client) {
    client.resource(CHANNEL.formatted("chat", care, care, host)).create();
    client.resource(CLASS.formatted(sales, "")).create();
    olderIn(client, care);
    client.resource(CHANNEL.formatted("shop", sales, sales, host)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(route(client, care, "chat")).isPresent());
      await().untilAsserted(() -> refused(client, sales, "shop"));
      assertThat(route(client, sales, "shop")).isEmpty();
      assertThat(condition(client, sales, "shop", "HostTaken").orElseThrow().getMessage())
          .contains(host)
          .doesNotContain(care + "/")
          .doesNotContain("chat");
      assertThat(client.apps().deployments().inNamespace(sales).withName("shop-connector").get())
          .as("connectors of the loser")
          .isNotNull();
      assertThat(status(client, sales, "shop").address()).isNull();

      client.resources(Channel.class).inNamespace(care).withName("chat").delete();
      await().untilAsserted(() -> assertThat(route(client, sales, "shop")).isPresent());
      await()
          .untilAsserted(() -> assertThat(condition(client, sales, "shop", "HostTaken")).isEmpty());
    }
  }

  @Test
  void anOldChannelThatTurnsToAnothersHostDoesNotGetIt(Config config, KubernetesClient client) {
    client.resource(CHANNEL.formatted("thief", sales, care, "old." + host)).create();
    olderIn(client, sales);
    client.resource(CHANNEL.formatted("chat", care, care, host)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(route(client, care, "chat")).isPresent());
      await().untilAsserted(() -> assertThat(route(client, sales, "thief")).isPresent());
      apply(client, CHANNEL.formatted("thief", sales, care, host));
      await().untilAsserted(() -> refused(client, sales, "thief"));
      // The route it had is taken from it too: it asks for that host no longer.
      await().untilAsserted(() -> assertThat(route(client, sales, "thief")).isEmpty());
      assertThat(route(client, care, "chat")).isPresent();
    }
    try (var restarted = RunningOperator.start(config)) {
      await().until(() -> restarted.reconciles() >= 2);
      refused(client, sales, "thief");
      assertThat(condition(client, care, "chat", "HostTaken")).isEmpty();

      apply(client, CHANNEL.formatted("chat", care, care, "new." + host));
      await().untilAsserted(() -> assertThat(route(client, sales, "thief")).isPresent());
    }
  }

  @Test
  void aHostThatATemplateMakesTwiceIsGivenOnce(Config config, KubernetesClient client) {
    String template = ", hostTemplate: \"{channel}-{namespace}.cx.example.com\"";
    client.resource(CLASS.formatted(care, template)).update();
    String made = CHANNEL.replace("  host: %s\n", "");
    client.resource(made.formatted("chat", care, care)).create();
    olderIn(client, care);
    client
        .resource(CHANNEL.formatted("shop", sales, care, "chat-" + care + ".cx.example.com"))
        .create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(route(client, care, "chat")).isPresent());
      await().untilAsserted(() -> refused(client, sales, "shop"));

      client.resources(ChannelClass.class).withName(care).delete();
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, care, "chat", "Stalled"))
                      .hasValueSatisfying(
                          it -> assertThat(it.getReason()).isEqualTo("ClassNotFound")));
      // Frozen is not gone: its host stays its own.
      client.resource(CLASS.formatted(sales, "")).create();
      client
          .resource(CHANNEL.formatted("more", sales, sales, "chat-" + care + ".cx.example.com"))
          .create();
      await().untilAsserted(() -> refused(client, sales, "more"));
      assertThat(route(client, care, "chat")).isPresent();
    }
  }

  @Test
  void aPageThatIsFetchedKeepsItsHostFromNobody(Config config, KubernetesClient client) {
    String template = ", hostTemplate: \"{channel}-{namespace}.cx.example.com\"";
    client.resource(CLASS.formatted(care, "")).update();
    client.resource(CLASS.formatted(sales, template)).create();
    client.resource(PAGE.formatted("page", sales, sales, host)).create();
    olderIn(client, sales);
    String made = "page-" + sales + ".cx.example.com";
    client.resource(CHANNEL.formatted("chat", care, care, host)).create();
    client.resource(CHANNEL.formatted("more", care, care, made)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(route(client, care, "chat")).isPresent());
      await().untilAsserted(() -> assertThat(route(client, care, "more")).isPresent());
      await()
          .untilAsserted(
              () ->
                  assertThat(status(client, sales, "page").address())
                      .isEqualTo("https://" + host + "/"));
    }
    // What it asks for cannot be told any more; what it shows is all there is.
    client.resources(ChannelClass.class).withName(sales).delete();
    try (var restarted = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, sales, "page", "Ready").orElseThrow().getReason())
                      .isEqualTo("ClassNotFound"));
      await().until(() -> restarted.reconciles() >= 3);
      assertThat(condition(client, care, "chat", "HostTaken")).isEmpty();
      assertThat(route(client, care, "chat")).isPresent();
    }
  }

  private static void apply(KubernetesClient client, String yaml) {
    client.resource(yaml).forceConflicts().serverSideApply();
  }

  /** Creation times have seconds: the next Channel shall be younger than what is there. */
  private static void olderIn(KubernetesClient client, String namespace) {
    String newest =
        client.resources(Channel.class).inNamespace(namespace).list().getItems().stream()
            .map(it -> it.getMetadata().getCreationTimestamp())
            .max(String::compareTo)
            .orElseThrow();
    await()
        .until(
            () -> java.time.Instant.now().isAfter(java.time.Instant.parse(newest).plusSeconds(1)));
  }

  private static void refused(KubernetesClient client, String namespace, String channel) {
    assertThat(condition(client, namespace, channel, "Ready"))
        .hasValueSatisfying(
            it -> {
              assertThat(it.getReason()).isEqualTo("HostTaken");
              assertThat(it.getStatus()).isEqualTo("False");
            });
    assertThat(condition(client, namespace, channel, "Stalled")).isPresent();
    assertThat(condition(client, namespace, channel, "HostTaken")).isPresent();
  }

  private static cx.touchpoint.api.v1alpha1.ChannelStatus status(
      KubernetesClient client, String namespace, String channel) {
    return client
        .resources(Channel.class)
        .inNamespace(namespace)
        .withName(channel)
        .get()
        .getStatus();
  }

  private static Optional<Condition> condition(
      KubernetesClient client, String namespace, String channel, String type) {
    var status = status(client, namespace, channel);
    assertThat(status).as("status of %s", channel).isNotNull();
    return Conditions.find(status.conditions(), type);
  }

  private static Optional<Ingress> route(
      KubernetesClient client, String namespace, String channel) {
    return Optional.ofNullable(
        client
            .network()
            .v1()
            .ingresses()
            .inNamespace(namespace)
            .withName(channel + "-connector")
            .get());
  }
}
