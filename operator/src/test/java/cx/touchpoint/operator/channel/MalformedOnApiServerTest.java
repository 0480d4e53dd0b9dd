package cx.touchpoint.operator.channel;

import static cx.touchpoint.operator.testing.Manifests.CHANNEL;
import static cx.touchpoint.operator.testing.Manifests.CLASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.testing.LooserDefinitions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Objects written while their definitions were looser than today's. Each says where it is wrong,
 * and none stands in another's way.
 */
@ExtendWith({Helm.class, RealApiServer.class})
final class MalformedOnApiServerTest {

  private static final String REST = "classRef: {name: CLASS}, responder: {type: Echo}";

  /** A spec that the definition refuses today, and what must be said of it. */
  private record Case(String spec, String said, boolean takesStatus) {}

  private static final List<Case> CASES =
      List.of(
          new Case("", "spec: Required", true),
          new Case(
              "spec: {type: WebChat, classRef: {name: CLASS}}", "spec.responder: Required", true),
          new Case(
              "spec: {type: WebChat, webChat: {demoPage: Served}, scaling: {minReplicas: few}, "
                  + REST
                  + "}",
              "spec.scaling.minReplicas: ",
              true),
          new Case("spec: {type: Telegraph, " + REST + "}", "spec.type: Unsupported value", true),
          // Here a rule of the definition cannot even be evaluated: nothing may be written at all.
          new Case("spec: {" + REST + "}", "spec.type: Required", false),
          new Case(
              "spec: {type: WebChat, webChat: {demoPage: Served}, classRef: {name: CLASS},"
                  + " responder: {type: Http, http: {url: 'http://a.b', timeout: soon}}}",
              "spec.responder.http.timeout: ",
              false),
          new Case("spec: {type: WebChat, webChat: all, " + REST + "}", "spec.webChat: ", false),
          new Case("spec: [a, b]", "spec: ", false));

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void newNamespace(KubernetesClient client, RealApiServer server) {
    namespace = server.newNamespace(client, "malformed");
    client.resource(CLASS.formatted(namespace)).create();
  }

  @AfterEach
  void removeWhatOtherTestsCannotRead(KubernetesClient client) {
    // The API server of the tests has few addresses for Services, and nobody collects garbage.
    client.services().inNamespace(namespace).delete();
    channels(client).delete();
    client
        .genericKubernetesResources("touchpoint.cx/v1alpha1", "ChannelClass")
        .withName(namespace)
        .delete();
  }

  @Test
  void whatWasStoredBeforeTheStartSaysWhereItIsWrongAndStopsNobody(
      Config config, KubernetesClient client, RealApiServer server) {
    storeMalformed(client, server);
    client.resource(CHANNEL.formatted("good", namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      everyMalformedChannelSaysWhere(client);
      await().untilAsserted(() -> assertThat(connector(client, "good")).isNotNull());
    }
  }

  @Test
  void whatIsStoredWhileItRunsSaysWhereItIsWrongAndHealsWhenMended(
      Config config, KubernetesClient client, RealApiServer server) {
    try (var operator = RunningOperator.start(config)) {
      storeMalformed(client, server);
      everyMalformedChannelSaysWhere(client);

      client.resource(CHANNEL.formatted("good", namespace, namespace)).create();
      await().untilAsserted(() -> assertThat(connector(client, "good")).isNotNull());

      for (int number = 0; number < CASES.size(); number++) {
        // A type can never be changed, not even into a right one.
        if (!CASES.get(number).takesStatus() || CASES.get(number).said().startsWith("spec.type")) {
          continue;
        }
        String name = "bad-" + number;
        mend(client, CHANNEL.formatted(name, namespace, namespace));
        await()
            .untilAsserted(
                () -> {
                  assertThat(condition(client, name, "Ready"))
                      .containsEntry("reason", "RollingOut");
                  assertThat(conditions(client, name)).doesNotContainKey("Stalled");
                });
      }
    }
  }

  @Test
  void aMalformedClassFreezesItsChannelsUntilItIsMended(
      Config config, KubernetesClient client, RealApiServer server) {
    client.resource(CHANNEL.formatted("good", namespace, namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(connector(client, "good")).isNotNull());
      String before = connector(client, "good").getMetadata().getResourceVersion();
      try (var loose = new LooserDefinitions(client, server)) {
        loose.store(
            CLASS
                .formatted(namespace)
                .replace("{type: None}", "{type: None}, scaling: {minReplicas: few}"));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, "good", "Stalled"))
                      .containsEntry("reason", "ClassMalformed")
                      .hasEntrySatisfying(
                          "message",
                          it ->
                              assertThat((String) it)
                                  .contains("spec.scaling.minReplicas")
                                  .contains("keep running as they were")));
      assertThat(connector(client, "good").getMetadata().getResourceVersion()).isEqualTo(before);

      mend(client, CLASS.formatted(namespace));
      // A definition that changes ends all watches of its kind. One that is opened anew while the
      // definition changes once more may stay silent; the client renews each within ten minutes.
      await()
          .atMost(Duration.ofMinutes(11))
          .untilAsserted(
              () ->
                  assertThat(conditions(client, "good"))
                      .doesNotContainKey("Stalled")
                      .containsKey("Reconciling"));
    }
  }

  private void storeMalformed(KubernetesClient client, RealApiServer server) {
    try (var loose = new LooserDefinitions(client, server)) {
      for (int number = 0; number < CASES.size(); number++) {
        loose.store(
            """
            apiVersion: touchpoint.cx/v1alpha1
            kind: Channel
            metadata: {name: bad-%d, namespace: %s}
            %s
            """
                .formatted(
                    number, namespace, CASES.get(number).spec().replace("CLASS", namespace)));
      }
    }
  }

  private void everyMalformedChannelSaysWhere(KubernetesClient client) {
    for (int number = 0; number < CASES.size(); number++) {
      String name = "bad-" + number;
      Case malformed = CASES.get(number);
      await()
          .untilAsserted(
              () ->
                  assertThat(events(client, name))
                      .anySatisfy(it -> assertThat(it).contains(malformed.said(), "Mend it")));
      if (malformed.takesStatus()) {
        await()
            .untilAsserted(
                () ->
                    assertThat(condition(client, name, "Stalled"))
                        .containsEntry("reason", "Malformed")
                        .hasEntrySatisfying(
                            "message", it -> assertThat((String) it).contains(malformed.said())));
        assertThat(condition(client, name, "Ready")).containsEntry("status", "False");
      }
    }
  }

  /** Without reading what is there as what it should be. */
  private static void mend(KubernetesClient client, String yaml) {
    client
        .resource(
            client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class))
        .update();
  }

  private List<String> events(KubernetesClient client, String channel) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(it -> channel.equals(it.getRegarding().getName()))
        .filter(it -> "Malformed".equals(it.getReason()))
        .map(Event::getNote)
        .toList();
  }

  private Deployment connector(KubernetesClient client, String channel) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(channel + "-connector")
        .get();
  }

  private Map<String, Object> condition(KubernetesClient client, String channel, String type) {
    Map<String, Map<String, Object>> conditions = conditions(client, channel);
    assertThat(conditions).containsKey(type);
    return conditions.getOrDefault(type, Map.of());
  }

  private Map<String, Map<String, Object>> conditions(KubernetesClient client, String channel) {
    List<Map<String, Object>> conditions =
        channels(client).withName(channel).get().get("status", "conditions");
    return conditions == null
        ? Map.of()
        : conditions.stream().collect(Collectors.toMap(it -> (String) it.get("type"), it -> it));
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      channels(KubernetesClient client) {
    return client
        .genericKubernetesResources("touchpoint.cx/v1alpha1", "Channel")
        .inNamespace(namespace);
  }
}
