package cx.touchpoint.operator.channel;

import static cx.touchpoint.operator.testing.Manifests.CLASS;
import static cx.touchpoint.operator.testing.Manifests.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels on a real API server, reconciled under the rights the chart ships. */
@ExtendWith({Helm.class, RealApiServer.class})
final class ChannelOnApiServerTest {

  private static final Path EVERY_FIELD =
      Path.of("src/test/resources/channel/class-with-every-field/in.yaml");

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void newNamespace(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "channels");
  }

  @Test
  void aChannelBecomesItsObjectsAndARestartWritesNothing(Config config, KubernetesClient client) {
    applyClass(client);
    Channel channel = applyChannel(client);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
      await()
          .untilAsserted(
              () -> assertThat(condition(client, "Ready").getStatus()).isEqualTo("Unknown"));
      assertThat(children(client))
          .allSatisfy(
              it ->
                  assertThat(it.getMetadata().getOwnerReferences())
                      .singleElement()
                      .satisfies(
                          o -> assertThat(o.getUid()).isEqualTo(channel.getMetadata().getUid())));
      assertThat(events(client)).as("a new Channel is no news").isEmpty();
      // Children and at most two statuses: what a new Channel may cost.
      assertThat(operator.requests().writes().stream().filter(it -> it.contains(namespace)))
          .as("writes: %s", operator.requests().writes())
          .hasSizeLessThanOrEqualTo(7 + 2);
    }
    try (var restarted = RunningOperator.start(config)) {
      await().until(() -> restarted.reconciles() >= 1);
      assertThat(restarted.requests().writes().stream().filter(it -> it.contains(namespace)))
          .isEmpty();
    }
  }

  /** Values that the API server stores in other words would be written anew every time. */
  @Test
  void aClassWithEveryFieldIsWrittenOnceToo(Config config, KubernetesClient client)
      throws IOException {
    // So that the only reconcile of a restart is that of this test's Channel.
    client.resources(Channel.class).inAnyNamespace().delete();
    String[] golden = Files.readString(EVERY_FIELD).split("---\n", -1);
    client
        .resource(golden[0].replaceAll("every-field|(?<=metadata.name: )care", namespace))
        .create();
    client
        .resource(
            golden[1]
                .replace("every-field", namespace)
                .replace("namespace: care", "namespace: " + namespace))
        .create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
      await()
          .untilAsserted(
              () -> {
                assertThat(condition(client, "Ready").getReason()).isEqualTo("RollingOut");
                assertThat(condition(client, "Exposed").getReason()).isEqualTo("IngressWritten");
                assertThat(child(Deployment.class, client).getSpec().getReplicas()).isEqualTo(2);
                assertThat(
                        client
                            .resources(Channel.class)
                            .inNamespace(namespace)
                            .withName("support")
                            .get()
                            .getStatus()
                            .replicas())
                    .isEqualTo(2);
              });
    }
    try (var restarted = RunningOperator.start(config)) {
      await().until(() -> restarted.reconciles() >= 1);
      assertThat(restarted.requests().writes().stream().filter(it -> it.contains(namespace)))
          .isEmpty();
    }
  }

  static List<Class<? extends HasMetadata>> kinds() {
    return List.of(
        ServiceAccount.class,
        ConfigMap.class,
        Service.class,
        PodDisruptionBudget.class,
        NetworkPolicy.class,
        Deployment.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aDeletedChildComesBack(
      Class<? extends HasMetadata> kind, Config config, KubernetesClient client) {
    applyClass(client);
    applyChannel(client);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
      String former = child(kind, client).getMetadata().getUid();
      client.resource(child(kind, client)).delete();
      await()
          .untilAsserted(
              () -> assertThat(child(kind, client).getMetadata().getUid()).isNotEqualTo(former));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aChildRobbedOfItsLabelsAndOwnerIsTakenBack(
      Class<? extends HasMetadata> kind, Config config, KubernetesClient client) {
    applyClass(client);
    applyChannel(client);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
      HasMetadata before = child(kind, client);
      HasMetadata robbed = child(kind, client);
      robbed.getMetadata().setOwnerReferences(List.of());
      client.resource(robbed).update();
      await()
          .untilAsserted(
              () ->
                  assertThat(child(kind, client).getMetadata().getOwnerReferences())
                      .isEqualTo(before.getMetadata().getOwnerReferences()));
      robbed = child(kind, client);
      robbed.getMetadata().setLabels(Map.of("somebody", "else"));
      client.resource(robbed).update();
      await()
          .untilAsserted(
              () ->
                  assertThat(child(kind, client).getMetadata().getLabels())
                      .containsAllEntriesOf(before.getMetadata().getLabels()));
      assertThat(child(kind, client).getMetadata().getUid())
          .isEqualTo(before.getMetadata().getUid());
    }
  }

  @Test
  void whatAHandChangedIsPutBack(Config config, KubernetesClient client) {
    applyClass(client);
    applyChannel(client);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
      client
          .apps()
          .deployments()
          .inNamespace(namespace)
          .withName("support-connector")
          .edit(
              it -> {
                it.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("evil");
                it.getSpec().setReplicas(9);
                return it;
              });
      client
          .configMaps()
          .inNamespace(namespace)
          .withName("support-connector")
          .edit(
              it -> {
                it.setData(Map.of("connector.json", "{}"));
                return it;
              });
      await()
          .untilAsserted(
              () -> {
                var spec = child(Deployment.class, client).getSpec();
                assertThat(spec.getReplicas()).isEqualTo(2);
                assertThat(spec.getTemplate().getSpec().getContainers().getFirst().getImage())
                    .isEqualTo(RunningOperator.IMAGE);
                assertThat(child(ConfigMap.class, client).getData().get("connector.json"))
                    .contains("\"channel\" : \"support\"");
              });
    }
  }

  @Test
  void aMissingClassIsSaidAndHealsWhenItAppears(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      applyChannel(client);
      await()
          .untilAsserted(
              () -> {
                assertThat(condition(client, "Stalled").getReason()).isEqualTo("ClassNotFound");
                assertThat(condition(client, "Ready").getStatus()).isEqualTo("False");
              });
      assertThat(events(client)).containsExactly("ClassNotFound");
      assertThat(children(client)).isEmpty();
      applyClass(client);
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, "ReferencesResolved").getStatus())
                      .isEqualTo("True"));
    }
  }

  @Test
  void aChannelWhoseClassVanishesKeepsItsConnector(Config config, KubernetesClient client) {
    applyClass(client);
    applyChannel(client);
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
      client.resources(ChannelClass.class).withName(namespace).delete();
      await()
          .untilAsserted(
              () -> {
                Condition stalled = condition(client, "Stalled");
                assertThat(stalled.getReason()).isEqualTo("ClassNotFound");
                assertThat(stalled.getMessage()).contains("keep running as they were");
              });
      assertThat(children(client)).hasSize(7);
    }
  }

  @Test
  void anObjectOfSomebodyElseIsNotTakenOver(Config config, KubernetesClient client) {
    applyClass(client);
    String foreign =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: support-connector, namespace: %s}
        data: {connector.json: "mine"}
        """
            .formatted(namespace);
    client.resource(foreign).create();
    try (var operator = RunningOperator.start(config)) {
      applyChannel(client);
      await()
          .untilAsserted(
              () -> {
                Condition ready = condition(client, "Ready");
                assertThat(ready.getReason()).isEqualTo("NameTaken");
                assertThat(ready.getMessage()).contains("ConfigMap support-connector");
              });
      assertThat(client.configMaps().inNamespace(namespace).withName("support-connector").get())
          .satisfies(it -> assertThat(it.getData()).containsEntry("connector.json", "mine"))
          .satisfies(it -> assertThat(it.getMetadata().getOwnerReferences()).isEmpty());
    }
  }

  @Test
  void anObjectOfSomebodyElseThatSaysNothingWeSayIsNotTakenOver(
      Config config, KubernetesClient client) {
    applyClass(client);
    String foreign =
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: support-connector, namespace: %s}
        """
            .formatted(namespace);
    HasMetadata before = client.resource(foreign).create();
    try (var operator = RunningOperator.start(config)) {
      applyChannel(client);
      await()
          .untilAsserted(
              () -> {
                Condition ready = condition(client, "Ready");
                assertThat(ready.getReason()).isEqualTo("NameTaken");
                assertThat(ready.getMessage()).contains("ServiceAccount support-connector");
              });
      assertThat(
              client.serviceAccounts().inNamespace(namespace).withName("support-connector").get())
          .isEqualTo(before);
    }
  }

  @Test
  void anApiServerThatKeepsFailingIsSaidAndHealsByItself(Config config, KubernetesClient client) {
    applyClass(client);
    client.resource(webhookThatIsDown()).create();
    try (var operator = RunningOperator.start(config)) {
      applyChannel(client);
      await()
          .untilAsserted(
              () -> {
                Condition ready = condition(client, "Ready");
                assertThat(ready.getReason()).isEqualTo("Unavailable");
                assertThat(ready.getMessage()).contains("Service").contains("tried again");
                assertThat(condition(client, "Reconciling").getStatus()).isEqualTo("True");
              });
      client.resource(webhookThatIsDown()).delete();
      await().untilAsserted(() -> assertThat(children(client)).hasSize(7));
    } finally {
      client.resource(webhookThatIsDown()).delete();
    }
  }

  /** One that is down, whom the API server has to ask about Services: it answers 500 instead. */
  private MutatingWebhookConfiguration webhookThatIsDown() {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(namespace)
        .endMetadata()
        .addNewWebhook()
        .withName("down.example.com")
        .withAdmissionReviewVersions("v1")
        .withSideEffects("None")
        .withFailurePolicy("Fail")
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", namespace)
        .endNamespaceSelector()
        .withNewClientConfig()
        .withUrl("https://127.0.0.1:1/nobody-listens")
        .endClientConfig()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withOperations("CREATE")
        .withResources("services")
        .endRule()
        .endWebhook()
        .build();
  }

  @Test
  void anOrderlyEndHandsTheLeaseOn(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(holder(client)).isEqualTo("operator-under-test"));
      assertThat(operator.get("/livez")).isEqualTo("alive\n");
      assertThat(operator.get("/readyz")).isEqualTo("ready\n");
    }
    assertThat(holder(client)).isEmpty();
  }

  private List<String> events(KubernetesClient client) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }

  private static String holder(KubernetesClient client) {
    var lease =
        client
            .leases()
            .inNamespace(RunningOperator.NAMESPACE)
            .withName("touchpoint-operator")
            .get();
    return lease == null ? "" : String.valueOf(lease.getSpec().getHolderIdentity());
  }

  private void applyClass(KubernetesClient client) {
    client.resource(CLASS.formatted(namespace)).create();
  }

  private Channel applyChannel(KubernetesClient client) {
    return (Channel) client.resource(SUPPORT.formatted(namespace, namespace)).create();
  }

  private Condition condition(KubernetesClient client, String type) {
    var channel = client.resources(Channel.class).inNamespace(namespace).withName("support").get();
    assertThat(channel.getStatus()).as("status").isNotNull();
    return Conditions.find(channel.getStatus().conditions(), type)
        .orElseThrow(() -> new AssertionError("no " + type + " in " + channel.getStatus()));
  }

  private <R extends HasMetadata> R child(Class<R> kind, KubernetesClient client) {
    R child = client.resources(kind).inNamespace(namespace).withName("support-connector").get();
    assertThat(child).as(kind.getSimpleName()).isNotNull();
    return child;
  }

  private List<HasMetadata> children(KubernetesClient client) {
    return kinds().stream()
        .<HasMetadata>flatMap(
            kind ->
                client
                    .resources(kind)
                    .inNamespace(namespace)
                    .withLabel("touchpoint.cx/channel", "support")
                    .list()
                    .getItems()
                    .stream())
        .toList();
  }
}
