package cx.touchpoint.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/** Channels of one namespace and their class, created, changed and deleted by a person. */
final class Workload {

  private static final int CHANNELS = 30;

  /** Of them so many are deleted in the end. */
  private static final int DELETED = 5;

  private static final int CHILDREN = 7;

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %1$s}
      spec:
        exposure: {type: None}
        connector: {podAnnotations: {note: "%2$s"}}
        rollout: {maxConcurrent: %3$d}
      """;

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %3$s, namespace: %1$s}
      spec:
        type: WebChat
        webChat: {demoPage: Served, allowedOrigins: ["https://%2$s.example.com"]}
        classRef: {name: %1$s}
        responder: {type: Echo}
      """;

  private final OwnApiServer server;
  private final KubernetesClient client;
  private final String namespace;

  Workload(OwnApiServer server, String namespace) {
    this.server = server;
    this.client = server.client();
    this.namespace = namespace;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  private static List<String> names() {
    return IntStream.range(0, CHANNELS).mapToObj(it -> "chat-" + it).toList();
  }

  /** Its class, and all its Channels but the last five. */
  void create() {
    apply(channelClass("first"));
    names().subList(0, CHANNELS - DELETED).forEach(it -> channel(it, "first"));
  }

  /** Its class and every other Channel change, five more appear, and the first five go. */
  void change() {
    apply(channelClass("second"));
    for (int at = DELETED; at < CHANNELS; at += 2) {
      channel(names().get(at), "second");
    }
    for (int at = DELETED + 1; at < CHANNELS; at += 2) {
      channel(names().get(at), "first");
    }
    names()
        .subList(0, DELETED)
        .forEach(
            it -> client.resources(Channel.class).inNamespace(namespace).withName(it).delete());
  }

  /** No pod ever gets ready here, so nothing may wait for another's pods. */
  private String channelClass(String note) {
    return CLASS.formatted(namespace, note, CHANNELS);
  }

  private void channel(String name, String origin) {
    apply(CHANNEL.formatted(namespace, origin, name));
  }

  private void apply(String yaml) {
    client.resource(yaml).forceConflicts().serverSideApply();
  }

  /** Waits until the first five Channels have all they become. */
  void awaitSome() {
    patiently()
        .untilAsserted(
            () ->
                assertThat(Children.in(namespace, client).values())
                    .hasSizeGreaterThanOrEqualTo(CHILDREN * DELETED));
  }

  /** Waits until every Channel that is left has what it should. */
  void awaitEnd() {
    var left = names().subList(DELETED, CHANNELS);
    patiently()
        .untilAsserted(
            () -> {
              var children = Children.in(namespace, client).values();
              assertThat(left)
                  .allSatisfy(
                      name ->
                          assertThat(children.stream().filter(it -> isOf(name, it)))
                              .hasSize(CHILDREN)
                              .filteredOn(Deployment.class::isInstance)
                              .allSatisfy(it -> assertThat(isOfSecond(it)).isTrue()));
              assertThat(client.resources(Channel.class).inNamespace(namespace).list().getItems())
                  .hasSize(left.size())
                  .allSatisfy(
                      it ->
                          assertThat(it.getStatus())
                              .isNotNull()
                              .returns(
                                  it.getMetadata().getGeneration(),
                                  ChannelStatus::observedGeneration));
            });
  }

  private static boolean isOf(String channel, HasMetadata child) {
    return channel.equals(child.getMetadata().getLabels().get("touchpoint.cx/channel"));
  }

  private static boolean isOfSecond(HasMetadata deployment) {
    var template = ((Deployment) deployment).getSpec().getTemplate();
    return "second".equals(template.getMetadata().getAnnotations().get("note"));
  }

  /** An operator that nothing disturbs finds nothing left to do. */
  void assertNothingIsLeftToDo() {
    client.leases().inNamespace(RunningOperator.NAMESPACE).delete();
    try (var undisturbed = RunningOperator.start(server.config())) {
      patiently().until(() -> undisturbed.reconciles() >= CHANNELS - DELETED);
      assertThat(
              undisturbed.requests().writes().stream()
                  .filter(it -> it.contains("/" + namespace + "/")))
          .isEmpty();
    }
  }

  private static ConditionFactory patiently() {
    return await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreException(KubernetesClientException.class);
  }
}
