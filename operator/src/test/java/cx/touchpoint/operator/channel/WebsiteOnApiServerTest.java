package cx.touchpoint.operator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelSpec;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.api.v1alpha1.ChannelStatus.Endpoint;
import cx.touchpoint.operator.chart.Helm;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.CrdFile;
import cx.touchpoint.operator.testing.OptionalApiFiles;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages that are fetched, on a real API server, under the rights the chart ships. */
@ExtendWith({OptionalApiFiles.class, Helm.class, RealApiServer.class})
final class WebsiteOnApiServerTest {

  private static final String PROBES = "probes.monitoring.coreos.com";

  private static final String CLASS =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ChannelClass
      metadata: {name: %s}
      spec:
        exposure: {type: Ingress, hostTemplate: "{channel}-{namespace}.cx.example.com"}
        monitoring: {labels: {release: kube-prometheus-stack}%s}
      """;

  private static final String PROBER = ", prober: {url: \"blackbox-exporter.monitoring.svc:9115\"}";

  private static final String WEBSITE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: shop, namespace: %1$s}
      spec: {type: Website, classRef: {name: %1$s}, website: {url: "https://shop.example.com/"}}
      """;

  private String namespace = "";

  @BeforeAll
  static void prepare(Helm helm, KubernetesClient client, RealApiServer server) {
    RunningOperator.prepare(helm, client, server);
  }

  @BeforeEach
  void newNamespace(KubernetesClient client, RealApiServer server) {
    CrdFile.apply(client, OptionalApiFiles.of("probes"));
    // So that the only reconcile of a restart is that of this test's Channel.
    client.resources(Channel.class).inAnyNamespace().delete();
    namespace = server.newNamespace(client, "website");
  }

  @AfterAll
  static void leaveNoDefinition(KubernetesClient client) {
    remove(client);
  }

  @Test
  void aWebsiteBecomesOneProbeAndARestartWritesNothing(Config config, KubernetesClient client) {
    client.resource(CLASS.formatted(namespace, PROBER)).create();
    client.resource(WEBSITE.formatted(namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(ready(client).getReason()).isEqualTo("Probed"));
      assertThat(target(client)).isEqualTo("https://shop.example.com/");
      assertThat(probe(client).getMetadata().getLabels())
          .containsEntry("release", "kube-prometheus-stack");
      ChannelStatus status = status(client);
      assertThat(status.conditions())
          .extracting(Condition::getType)
          .containsExactly("Ready", "ReferencesResolved");
      assertThat(status.endpoints())
          .containsExactly(new Endpoint("page", "https://shop.example.com/"));
      assertThat(status.address()).isEqualTo("https://shop.example.com/");
      assertThat(status.replicas()).isNull();
      assertThat(status.readyReplicas()).isNull();
      assertThat(writes(operator).stream().filter(it -> !it.contains("/events")))
          .as("the Probe and one status: %s", writes(operator))
          .hasSize(2);
    }
    try (var restarted = RunningOperator.start(config)) {
      await().until(() -> restarted.reconciles() >= 1);
      assertThat(writes(restarted)).isEmpty();
    }
  }

  @Test
  void whatAHandChangedOrDeletedComesBackAndAnotherPageIsFetched(
      Config config, KubernetesClient client) {
    client.resource(CLASS.formatted(namespace, PROBER)).create();
    client.resource(WEBSITE.formatted(namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(probe(client)).isNotNull());
      Probe changed = probe(client);
      changed.getSpec().getTargets().getStaticConfig().setStatic(List.of("https://elsewhere/"));
      changed.getSpec().getTargets().getStaticConfig().getLabels().put("channel", "other");
      client.resource(changed).update();
      await()
          .untilAsserted(
              () -> {
                assertThat(target(client)).isEqualTo("https://shop.example.com/");
                assertThat(probe(client).getSpec().getTargets().getStaticConfig().getLabels())
                    .containsEntry("channel", "shop");
              });

      client.resource(probe(client)).delete();
      await()
          .untilAsserted(
              () ->
                  assertThat(probe(client))
                      .isNotNull()
                      .satisfies(
                          it ->
                              assertThat(it.getMetadata().getUid())
                                  .isNotEqualTo(changed.getMetadata().getUid())));

      client
          .resources(Channel.class)
          .inNamespace(namespace)
          .withName("shop")
          .edit(
              it -> {
                it.setSpec(at("https://shop.example.com/new", it.getSpec()));
                return it;
              });
      await()
          .untilAsserted(
              () -> {
                assertThat(target(client)).isEqualTo("https://shop.example.com/new");
                assertThat(status(client).address()).isEqualTo("https://shop.example.com/new");
              });
    }
  }

  @Test
  void aProberThatIsNamedLaterIsUsedAndOneThatIsTakenAwayIsNot(
      Config config, KubernetesClient client) {
    client.resource(CLASS.formatted(namespace, "")).create();
    client.resource(WEBSITE.formatted(namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () -> {
                assertThat(ready(client).getStatus()).isEqualTo("False");
                assertThat(ready(client).getReason()).isEqualTo("NoProber");
                assertThat(ready(client).getMessage())
                    .contains("ChannelClass " + namespace, "monitoring.prober");
              });
      client.resource(CLASS.formatted(namespace, PROBER)).forceConflicts().serverSideApply();
      await().untilAsserted(() -> assertThat(ready(client).getReason()).isEqualTo("Probed"));
      assertThat(probe(client)).isNotNull();

      client
          .resources(ChannelClass.class)
          .withName(namespace)
          .patch(
              io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                  io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
              "{\"spec\":{\"monitoring\":{\"prober\":null}}}");
      await().untilAsserted(() -> assertThat(ready(client).getReason()).isEqualTo("NoProber"));
      assertThat(probe(client)).isNull();
    }
  }

  @Test
  void aPrometheusOperatorInstalledLaterIsUsed(Config config, KubernetesClient client) {
    remove(client);
    client.resource(CLASS.formatted(namespace, PROBER)).create();
    client.resource(WEBSITE.formatted(namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await()
          .untilAsserted(
              () -> assertThat(ready(client).getReason()).isEqualTo("PrometheusOperatorMissing"));
      CrdFile.apply(client, OptionalApiFiles.of("probes"));
      await().untilAsserted(() -> assertThat(ready(client).getReason()).isEqualTo("Probed"));
      assertThat(probe(client)).isNotNull();
      remove(client);
      await()
          .untilAsserted(
              () -> assertThat(ready(client).getReason()).isEqualTo("PrometheusOperatorMissing"));
    }
  }

  @Test
  void aWebsiteWhoseClassVanishesIsStillFetched(Config config, KubernetesClient client) {
    client.resource(CLASS.formatted(namespace, PROBER)).create();
    client.resource(WEBSITE.formatted(namespace)).create();
    try (var operator = RunningOperator.start(config)) {
      await().untilAsserted(() -> assertThat(probe(client)).isNotNull());
      client.resources(ChannelClass.class).withName(namespace).delete();
      await()
          .untilAsserted(
              () -> {
                assertThat(ready(client).getReason()).isEqualTo("ClassNotFound");
                assertThat(ready(client).getMessage()).endsWith("still fetched as before");
              });
      assertThat(probe(client)).isNotNull();
      assertThat(status(client).address()).isEqualTo("https://shop.example.com/");
    }
  }

  private List<String> writes(RunningOperator operator) {
    return operator.requests().writes().stream().filter(it -> it.contains(namespace)).toList();
  }

  private static ChannelSpec at(String url, ChannelSpec spec) {
    return new ChannelSpec(
        spec.type(),
        null,
        null,
        null,
        null,
        spec.classRef(),
        null,
        null,
        null,
        null,
        null,
        null,
        new ChannelSpec.Website(url),
        null,
        null,
        null);
  }

  private Probe probe(KubernetesClient client) {
    return client.resources(Probe.class).inNamespace(namespace).withName("shop-probe").get();
  }

  private String target(KubernetesClient client) {
    return probe(client).getSpec().getTargets().getStaticConfig().getStatic().getFirst();
  }

  private ChannelStatus status(KubernetesClient client) {
    var channel = client.resources(Channel.class).inNamespace(namespace).withName("shop").get();
    assertThat(channel.getStatus()).as("status").isNotNull();
    return channel.getStatus();
  }

  private Condition ready(KubernetesClient client) {
    return Conditions.find(status(client).conditions(), "Ready")
        .orElseThrow(() -> new AssertionError("no Ready in " + status(client)));
  }

  private static void remove(KubernetesClient client) {
    var definitions = client.apiextensions().v1().customResourceDefinitions();
    definitions.withName(PROBES).delete();
    await().until(() -> definitions.withName(PROBES).get() == null);
  }
}
