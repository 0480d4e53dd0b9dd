package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.connectors.StatusQuestion;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What connectors say, and how it reaches the status. No kubelet runs here: the test writes what a
 * kubelet would, and answers as a connector does.
 */
@ExtendWith({Helm.class, RealApiServer.class})
final class ConnectorsOnApiServerTest {

  private static final String OBJECTS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: {type: Service, service: {type: NodePort}}
        scaling: {minReplicas: 1}
      ---
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %1$s}
      spec:
        type: Webhook
        classRef: {name: %1$s}
        responder: {type: Echo}
      """;

  private final AtomicReference<@Nullable ConnectorStatus> says = new AtomicReference<>();
  private final StatusQuestion question =
      address -> {
        ConnectorStatus status = says.get();
        if (status == null) {
          throw new IOException("connection refused");
        }
        return status;
      };

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void applyObjects(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "connectors");
    for (String document : OBJECTS.formatted(namespace).split("---\n", -1)) {
      client.resource(document).create();
    }
  }

  @Test
  void aMissingCredentialIsSaidWithItsRemedyAndHeals(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config, question)) {
      startPod(client, false);
      says.set(saying(null, Credential.State.Missing));
      await()
          .untilAsserted(
              () -> {
                Condition ready = condition(client, "Ready");
                assertThat(ready.getReason()).isEqualTo("CredentialMissing");
                assertThat(ready.getMessage())
                    .contains("key token of Secret " + namespace + "/support")
                    .contains("touchpoint keygen support -n " + namespace + " --type Webhook");
                assertThat(condition(client, "Stalled").getStatus()).isEqualTo("True");
              });

      says.set(saying(revision(client), Credential.State.Valid));
      makeReady(client);
      await()
          .untilAsserted(
              () -> assertThat(condition(client, "Ready").getStatus()).isEqualTo("True"));
      ChannelStatus status = status(client);
      assertThat(status.conditions()).noneMatch(it -> it.getType().equals("Stalled"));
      assertThat(status.conditions()).noneMatch(it -> it.getType().equals("Reconciling"));
      assertThat(status.readyReplicas()).isEqualTo(1);
      assertThat(status.address()).matches("http://192\\.0\\.2\\.7:3[0-9]{4}/hooks/webhook");
    }
  }

  @Test
  void aChannelIsNotReadyBeforeItsConnectorsRunTheNewConfiguration(
      Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config, question)) {
      startPod(client, true);
      makeReady(client);
      says.set(saying("former", Credential.State.Valid));
      await()
          .untilAsserted(
              () -> {
                assertThat(condition(client, "Ready").getReason()).isEqualTo("Propagating");
                assertThat(condition(client, "Reconciling").getStatus()).isEqualTo("True");
              });
      says.set(
          new ConnectorStatus(
              "1", "former", "responder.http.url is missing", List.of(), false, null));
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, "Stalled").getMessage())
                      .contains("responder.http.url is missing"));
    }
  }

  @Test
  void aPodThatCannotStartIsNamedWithItsReason(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config, question)) {
      startPod(client, false);
      client
          .pods()
          .inNamespace(namespace)
          .withName("support-1")
          .editStatus(
              it -> {
                it.getStatus()
                    .setContainerStatuses(
                        List.of(
                            new io.fabric8.kubernetes.api.model.ContainerStatusBuilder()
                                .withName("connector")
                                .withImage("x")
                                .withImageID("")
                                .withReady(false)
                                .withRestartCount(0)
                                .withNewState()
                                .withNewWaiting()
                                .withReason("ImagePullBackOff")
                                .withMessage("Back-off pulling image \"nowhere/connector:1\"")
                                .endWaiting()
                                .endState()
                                .build()));
                return it;
              });
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, "Stalled").getMessage())
                      .contains("pod support-1 is in ImagePullBackOff")
                      .contains("nowhere/connector:1"));
    }
  }

  private static ConnectorStatus saying(@Nullable String revision, Credential.State state) {
    return new ConnectorStatus(
        "1",
        revision,
        null,
        List.of(new Credential(Credential.Source.Channel, "token", state, null)),
        false,
        null);
  }

  private String revision(KubernetesClient client) {
    Channel channel =
        client.resources(Channel.class).inNamespace(namespace).withName("support").get();
    var channelClass = client.resources(ChannelClass.class).withName(namespace).require();
    return Configuration.of(
            channel, new ChannelInputs(channelClass, new OperatorSettings("", ""), Set.of()))
        .revision();
  }

  private void startPod(KubernetesClient client, boolean ready) {
    await()
        .until(
            () -> client.apps().deployments().inNamespace(namespace).list().getItems().size() == 1);
    Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName("support-connector").get();
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("support-1")
                .withNamespace(namespace)
                .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .endMetadata()
                .withSpec(deployment.getSpec().getTemplate().getSpec())
                .editSpec()
                .withServiceAccountName(null)
                .endSpec()
                .build())
        .create();
    client
        .pods()
        .inNamespace(namespace)
        .withName("support-1")
        .editStatus(
            it ->
                new PodBuilder(it)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withPodIP("198.51.100.7")
                    .withHostIP("192.0.2.7")
                    .addNewHostIP("192.0.2.7")
                    .addNewPodIP("198.51.100.7")
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus(ready ? "True" : "False")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  private void makeReady(KubernetesClient client) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("support-connector")
        .editStatus(
            it -> {
              it.setStatus(
                  new DeploymentStatusBuilder()
                      .withObservedGeneration(it.getMetadata().getGeneration())
                      .withReplicas(1)
                      .withUpdatedReplicas(1)
                      .withReadyReplicas(1)
                      .withAvailableReplicas(1)
                      .build());
              return it;
            });
  }

  private Condition condition(KubernetesClient client, String type) {
    return Conditions.find(status(client).conditions(), type)
        .orElseThrow(() -> new AssertionError("no " + type + " in " + status(client)));
  }

  private ChannelStatus status(KubernetesClient client) {
    var status =
        client
            .resources(Channel.class)
            .inNamespace(namespace)
            .withName("support")
            .get()
            .getStatus();
    assertThat(status).as("status").isNotNull();
    return status;
  }
}
