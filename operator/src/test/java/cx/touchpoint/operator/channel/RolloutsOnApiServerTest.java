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
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change of a class replaces the connectors of few Channels at a time. */
@ExtendWith({Helm.class, RealApiServer.class})
final class RolloutsOnApiServerTest {

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec: {exposure: {type: None}, connector: {image: "%s"}, rollout: {maxConcurrent: 2}}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: chat-%d, namespace: %s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        classRef: {name: %s}
        responder: {type: Echo}
        credentials: {secretRef: {name: %s}}
      """;

  private static final int CHANNELS = 5;

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void channelsThatServe(Config config, KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "rollouts");
    setImage(client, "old");
    IntStream.range(0, CHANNELS).forEach(it -> channel(client, it, "keys"));
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(images(client)).hasSize(CHANNELS).containsOnly("old"));
      deployments(client).forEach(it -> finish(client, it));
      await().untilAsserted(() -> assertThat(ready(client)).containsOnly("NotYetAsked"));
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(ready(client).toString(), e);
    }
  }

  @AfterEach
  void leaveNoChannels(KubernetesClient client) {
    // The API server of the tests has few addresses for Services, and nobody collects garbage.
    client.services().inNamespace(namespace).delete();
    client.resources(Channel.class).inNamespace(namespace).delete();
    client.resources(ChannelClass.class).withName(namespace).delete();
  }

  @Test
  void aChangedClassRollsTwoAtATimeAlsoAcrossARestart(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      setImage(client, "new");
      await().untilAsserted(() -> assertThat(held(client)).hasSize(3));
      // Who is held hears it as soon as the others have their slots, not when they have written.
      await().untilAsserted(() -> assertThat(images(client)).filteredOn("new"::equals).hasSize(2));
      operator.settle();
      assertThat(images(client)).filteredOn("new"::equals).hasSize(2);
    }
    try (var restarted = RunningOperator.start(config)) {
      await().until(() -> restarted.reconciles() >= CHANNELS);
      assertThat(images(client)).filteredOn("new"::equals).hasSize(2);
      assertThat(restarted.requests().writes().stream().filter(it -> it.contains(namespace)))
          .isEmpty();

      for (int rolled = 3; rolled <= CHANNELS; rolled++) {
        int now = rolled;
        finish(client, unfinished(client).getFirst());
        await()
            .untilAsserted(() -> assertThat(images(client)).filteredOn("new"::equals).hasSize(now));
        assertThat(unfinished(client)).hasSizeLessThanOrEqualTo(2);
      }
      await().untilAsserted(() -> assertThat(held(client)).isEmpty());
    }
  }

  @Test
  void aBadChangeStopsAfterTwoAndTheMendPasses(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      setImage(client, "broken");
      await().untilAsserted(() -> assertThat(held(client)).hasSize(3));
      unfinished(client).forEach(it -> getStuck(client, it));
      await().untilAsserted(() -> assertThat(ready(client)).contains("RolloutStuck"));
      assertThat(images(client)).filteredOn("broken"::equals).hasSize(2);

      setImage(client, "mended");
      // Those that are stuck take the mend at once; the others go on waiting for them.
      await().untilAsserted(() -> assertThat(images(client)).doesNotContain("broken"));
      assertThat(images(client)).filteredOn("mended"::equals).hasSize(2);

      setImage(client, "old");
      await().untilAsserted(() -> assertThat(images(client)).containsOnly("old"));
      await().untilAsserted(() -> assertThat(held(client)).isEmpty());
    }
  }

  @Test
  void aChannelsOwnChangeAndANewChannelDoNotWait(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      setImage(client, "new");
      await().untilAsserted(() -> assertThat(held(client)).hasSize(3));
      int waiting = Integer.parseInt(held(client).getFirst().substring("chat-".length()));

      channel(client, waiting, "other-keys");
      await().untilAsserted(() -> assertThat(image(client, waiting)).isEqualTo("new"));
      channel(client, CHANNELS, "keys");
      await().untilAsserted(() -> assertThat(images(client)).hasSize(CHANNELS + 1));
      assertThat(image(client, CHANNELS)).isEqualTo("new");
      assertThat(held(client)).hasSize(2);
    }
  }

  @Test
  void aHolderThatIsDeletedMakesRoom(Config config, KubernetesClient client) {
    try (var operator = RunningOperator.start(config)) {
      setImage(client, "new");
      await().untilAsserted(() -> assertThat(held(client)).hasSize(3));
      String holder =
          unfinished(client).getFirst().getMetadata().getLabels().get("touchpoint.cx/channel");
      client.resources(Channel.class).inNamespace(namespace).withName(holder).delete();
      await().untilAsserted(() -> assertThat(held(client)).hasSize(2));
    }
  }

  private void setImage(KubernetesClient client, String image) {
    client.resource(CLASS.formatted(namespace, image)).forceConflicts().serverSideApply();
  }

  private void channel(KubernetesClient client, int number, String secret) {
    client
        .resource(CHANNEL.formatted(number, namespace, namespace, secret))
        .forceConflicts()
        .serverSideApply();
  }

  /** As the deployment controller says it when every pod is replaced. */
  private static void finish(KubernetesClient client, Deployment deployment) {
    client
        .resource(deployment)
        .editStatus(
            it -> {
              var status = new io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder();
              it.setStatus(
                  status
                      .withObservedGeneration(it.getMetadata().getGeneration())
                      .withReplicas(2)
                      .withUpdatedReplicas(2)
                      .withReadyReplicas(2)
                      .withAvailableReplicas(2)
                      .build());
              return it;
            });
  }

  /** As the deployment controller says it when nothing has moved for too long. */
  private static void getStuck(KubernetesClient client, Deployment deployment) {
    client
        .resource(deployment)
        .editStatus(
            it -> {
              it.setStatus(
                  new io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder()
                      .withObservedGeneration(it.getMetadata().getGeneration())
                      .withReplicas(3)
                      .withUpdatedReplicas(1)
                      .withReadyReplicas(2)
                      .withAvailableReplicas(2)
                      .addNewCondition()
                      .withType("Progressing")
                      .withStatus("False")
                      .withReason("ProgressDeadlineExceeded")
                      .endCondition()
                      .build());
              return it;
            });
  }

  private List<Deployment> deployments(KubernetesClient client) {
    return client.apps().deployments().inNamespace(namespace).list().getItems();
  }

  private List<Deployment> unfinished(KubernetesClient client) {
    return deployments(client).stream().filter(it -> !Rollout.isSettled(it)).toList();
  }

  private List<String> images(KubernetesClient client) {
    return deployments(client).stream().map(RolloutsOnApiServerTest::image).toList();
  }

  private String image(KubernetesClient client, int number) {
    return image(
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("chat-" + number + "-connector")
            .get());
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private List<String> ready(KubernetesClient client) {
    return conditions(client, "Ready").stream().map(Condition::getReason).toList();
  }

  /** The Channels that say they wait: ready as before, and on their way. */
  private List<String> held(KubernetesClient client) {
    return channels(client).stream()
        .filter(it -> condition(it, "RolloutHeld").isPresent())
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private List<Condition> conditions(KubernetesClient client, String type) {
    return channels(client).stream().flatMap(it -> condition(it, type).stream()).toList();
  }

  private List<Channel> channels(KubernetesClient client) {
    return client.resources(Channel.class).inNamespace(namespace).list().getItems();
  }

  private static Optional<Condition> condition(Channel channel, String type) {
    return channel.getStatus() == null
        ? Optional.empty()
        : Conditions.find(channel.getStatus().conditions(), type);
  }
}
