package cx.touchpoint.operator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.History;
import cx.touchpoint.api.connector.ConnectorStatus.History.State;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.connectors.StatusQuestion;
import cx.touchpoint.operator.testing.LooserDefinitions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import cx.touchpoint.operator.testing.Serving;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Histories that come and go under Channels, and what connectors say of them. No kubelet runs here:
 * the test does what one would, and answers as connectors do.
 */
@ExtendWith({Helm.class, RealApiServer.class})
final class HistoryOnApiServerTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec: {exposure: {type: None}, scaling: {minReplicas: 1}}
      """;

  private static final String HISTORY =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ConversationHistory
      metadata: {name: %s, namespace: %s}
      spec: {tenant: shop, retention: %s, postgres: {secretRef: {name: customers-db}}}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        type: Webhook
        classRef: {name: %2$s}
        responder: {type: Echo}
        conversationHistoryRef: {name: %3$s}
      """;

  /** What the connector at an address says. */
  private final Map<String, ConnectorStatus> answers = new ConcurrentHashMap<>();

  private final StatusQuestion question =
      address -> {
        ConnectorStatus answer = answers.get(address);
        if (answer == null) {
          throw new IOException("connection refused");
        }
        return answer;
      };

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void makeNamespace(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "history");
    client.resource(CLASS.formatted(namespace)).create();
  }

  @AfterEach
  void giveAddressesBack(KubernetesClient client) {
    client.resources(Channel.class).inNamespace(namespace).delete();
    client.services().inNamespace(namespace).delete();
  }

  @Test
  void aHistoryThatIsMissingIsWaitedForAndOneThatGoesChangesNoConnector(
      Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config, question)) {
      Channel channel = client.resource(channel("support", "customers")).create();
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, channel, "ReferencesResolved").getReason())
                      .isEqualTo("HistoryNotFound"));
      assertThat(condition(client, channel, "Stalled").getMessage())
          .contains("there is no ConversationHistory customers in namespace " + namespace);
      assertThat(connectors(client)).isEmpty();

      client.resource(history("customers", "30d")).create();
      await().untilAsserted(() -> assertThat(connectors(client)).hasSize(1));
      assertThat(secrets(connectors(client).getFirst())).contains("customers-db");
      assertThat(Serving.configuration(client, channel).path("history"))
          .hasToString(
              "{\"name\":\"customers\",\"namespace\":\"%s\",\"tenant\":\"shop\",\"retentionDays\":30,\"identityKeys\":[]}"
                  .formatted(namespace));
      Deployment connector = connectors(client).getFirst();

      client.resource(history("customers", "30d")).delete();
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, channel, "Stalled").getMessage())
                      .endsWith("its connectors keep running as they were"));
      assertThat(connectors(client)).containsExactly(connector);

      client.resource(history("customers", "60d")).create();
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          Serving.configuration(client, channel)
                              .at("/history/retentionDays")
                              .asInt())
                      .isEqualTo(60));
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, channel, "ReferencesResolved").getMessage())
                      .endsWith("ConversationHistory customers"));
      assertThat(connectors(client)).as("told by its file, not rolled").containsExactly(connector);
    }
  }

  @Test
  void whatAConnectorSaysOfItsDatabaseIsToldByItsChannelAndByTheHistory(
      Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config, question)) {
      ConversationHistory history = client.resource(history("customers", "90d")).create();
      await().untilAsserted(() -> assertThat(told(client, history)).isEqualTo("True NoChannel"));
      Channel channel = client.resource(channel("support", "customers")).create();
      serve(client, channel, State.CredentialsMissing);
      await()
          .untilAsserted(
              () -> {
                assertThat(told(client, channel)).isEqualTo("False CredentialsMissing");
                assertThat(told(client, history)).isEqualTo("False CredentialsMissing");
              });
      assertThat(condition(client, history, "Durable").getMessage())
          .startsWith(
              "Channel support: connector support-1, ConversationHistory customers, Secret ");

      say(channel, State.Unreachable);
      await()
          .untilAsserted(
              () -> {
                assertThat(told(client, channel)).isEqualTo("Unknown Unreachable");
                assertThat(told(client, history)).isEqualTo("Unknown Unreachable");
              });
      assertThat(condition(client, channel, "Durable").getStatus()).isEqualTo("False");
      assertThat(condition(client, channel, "Reconciling").getStatus()).isEqualTo("True");

      say(channel, State.Durable);
      await()
          .untilAsserted(
              () -> {
                assertThat(told(client, channel)).isEqualTo("True Serving");
                assertThat(told(client, history)).isEqualTo("True Durable");
              });
      assertThat(client.resource(history).get().getStatus().durableChannels()).isEqualTo(1);

      client.resource(channel).delete();
      await().untilAsserted(() -> assertThat(told(client, history)).isEqualTo("True NoChannel"));
    }
  }

  @Test
  void aChannelThatNamesAnotherHistoryIsCountedThere(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config, question)) {
      ConversationHistory first = client.resource(history("first", "90d")).create();
      ConversationHistory second = client.resource(history("second", "90d")).create();
      Channel channel = client.resource(channel("support", "first")).create();
      await().untilAsserted(() -> assertThat(channelsOf(client, first)).isEqualTo(1));

      client.resource(channel("support", "second")).forceConflicts().serverSideApply();
      await().untilAsserted(() -> assertThat(channelsOf(client, second)).isEqualTo(1));
      await().untilAsserted(() -> assertThat(channelsOf(client, first)).isZero());
      assertThat(told(client, first)).isEqualTo("True NoChannel");
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, channel, "Durable").getReason())
                      .isEqualTo("NotYetAsked"));
    }
  }

  @Test
  void aRestartOverChannelsThatKeepWhatTheyShouldWritesNothing(
      Config config, KubernetesClient client) {
    ConversationHistory history = client.resource(history("customers", "90d")).create();
    List<Channel> channels =
        List.of("a", "b", "c").stream()
            .map(it -> client.resource(channel(it, "customers")).create())
            .toList();
    try (var operator = RunningOperator.start(config, question)) {
      channels.forEach(it -> serve(client, it, State.Durable));
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, history, "Durable").getMessage())
                      .isEqualTo("3 of 3 Channels have on disk what they acknowledge"));
      await()
          .untilAsserted(
              () ->
                  assertThat(channels)
                      .allSatisfy(it -> assertThat(told(client, it)).isEqualTo("True Serving")));
    }
    ConversationHistory before = client.resource(history).get();
    try (var restarted = RunningOperator.start(config, question)) {
      // Each Channel once for the start and once for the answer of its connector, the history once.
      await().until(() -> restarted.reconciles() >= 2 * channels.size() + 1);
      assertThat(restarted.requests().writes().stream().filter(it -> it.contains(namespace)))
          .isEmpty();
    }
    assertThat(client.resource(history).get()).isEqualTo(before);
  }

  @Test
  void aHistoryThatIsMalformedSaysSoAndFreezesTheChannelsThatNameIt(
      Config config, KubernetesClient client, RealApiServer server) {
    String malformed =
        HISTORY
            .formatted("customers", namespace, "90d")
            .replace("{name: customers-db}", "customers-db");
    try (var loose = LooserDefinitions.ofHistories(client, server)) {
      loose.store(malformed);
    }
    Channel channel = client.resource(channel("support", "customers")).create();
    try (var operator = RunningOperator.start(config, question)) {
      await()
          .untilAsserted(
              () -> assertThat(told(client, channel)).isEqualTo("False HistoryMalformed"));
      assertThat(condition(client, channel, "Stalled").getMessage())
          .contains("the stored ConversationHistory customers does not meet its definition")
          .contains("spec.postgres.secretRef");
      await()
          .untilAsserted(
              () ->
                  assertThat(client.events().v1().events().inNamespace(namespace).list().getItems())
                      .anySatisfy(
                          it -> {
                            assertThat(it.getRegarding().getKind())
                                .isEqualTo("ConversationHistory");
                            assertThat(it.getReason()).isEqualTo("Malformed");
                          }));

      client
          .resource(
              client
                  .getKubernetesSerialization()
                  .unmarshal(
                      HISTORY.formatted("customers", namespace, "90d"),
                      GenericKubernetesResource.class))
          .update();
      await().untilAsserted(() -> assertThat(connectors(client)).hasSize(1));
    } finally {
      client
          .genericKubernetesResources("touchpoint.cx/v1alpha1", "ConversationHistory")
          .inNamespace(namespace)
          .delete();
    }
  }

  private ConversationHistory history(String name, String retention) {
    return Serialization.unmarshal(
        HISTORY.formatted(name, namespace, retention), ConversationHistory.class);
  }

  private Channel channel(String name, String history) {
    return Serialization.unmarshal(CHANNEL.formatted(name, namespace, history), Channel.class);
  }

  /** Runs a connector that finds its database so. */
  private void serve(KubernetesClient client, Channel channel, State state) {
    await()
        .until(
            () ->
                connectors(client).stream()
                    .anyMatch(
                        it ->
                            it.getMetadata()
                                .getName()
                                .equals(channel.getMetadata().getName() + "-connector")));
    String revision = Serving.configuration(client, channel).path("revision").asText();
    answers.put(
        address(channel),
        new ConnectorStatus("1", revision, null, List.of(), false, new History(state, null)));
    Serving.start(client, channel, address(channel));
  }

  private void say(Channel channel, State state) {
    answers.computeIfPresent(
        address(channel),
        (address, former) ->
            new ConnectorStatus(
                "1", former.revision(), null, List.of(), false, new History(state, null)));
  }

  private static String address(Channel channel) {
    return "198.51.100." + (1 + channel.getMetadata().getName().charAt(0) % 250);
  }

  private List<Deployment> connectors(KubernetesClient client) {
    return client.apps().deployments().inNamespace(namespace).list().getItems();
  }

  private static List<String> secrets(Deployment connector) {
    return connector.getSpec().getTemplate().getSpec().getVolumes().stream()
        .map(Volume::getSecret)
        .filter(Objects::nonNull)
        .map(it -> it.getSecretName())
        .toList();
  }

  private static int channelsOf(KubernetesClient client, ConversationHistory history) {
    var status = client.resource(history).get().getStatus();
    return status == null || status.channels() == null ? -1 : status.channels();
  }

  /** What is said of whether it is ready. */
  private static String told(KubernetesClient client, HasMetadata object) {
    Condition ready = condition(client, object, "Ready");
    return ready.getStatus() + " " + ready.getReason();
  }

  private static Condition condition(KubernetesClient client, HasMetadata object, String type) {
    List<Condition> conditions =
        switch (client.resource(object).get()) {
          case Channel it when it.getStatus() != null -> it.getStatus().conditions();
          case ConversationHistory it when it.getStatus() != null -> it.getStatus().conditions();
          default -> List.of();
        };
    return Conditions.find(conditions, type)
        .orElseThrow(() -> new AssertionError("no " + type + " in " + conditions));
  }
}
