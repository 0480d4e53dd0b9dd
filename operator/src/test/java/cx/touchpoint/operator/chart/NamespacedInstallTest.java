package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.operator.OperatorEnvironment.Namespaced;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.testing.RealApiServer;
import cx.touchpoint.operator.testing.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An installation with {@code watchNamespaces}: an account that has the Roles the chart ships and
 * nothing else, on a real API server.
 */
@ExtendWith({Helm.class, RealApiServer.class})
final class NamespacedInstallTest {

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %s}
      spec:
        type: WebChat
        webChat: {demoPage: Served}
        responder: {type: Echo}
      """;

  private String home = "";
  private String a = "";
  private String b = "";
  private String c = "";

  @TempDir Path classes;

  @BeforeAll
  static void prepare(KubernetesClient client, RealApiServer server) {
    org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    server.installCrds(client);
  }

  @BeforeEach
  void newNamespaces(KubernetesClient client, RealApiServer server) {
    home = server.newNamespace(client, "home");
    a = server.newNamespace(client, "a");
    b = server.newNamespace(client, "b");
    c = server.newNamespace(client, "c");
  }

  @Test
  void itWorksInItsNamespacesAndAsksForNothingBeyondThem(
      Helm helm, Config config, KubernetesClient client) throws IOException {
    install(helm, client, "channelClasses.inside.spec.exposure.type=None");
    List.of(a, b, c).forEach(it -> client.resource(CHANNEL.formatted(it)).create());
    try (var operator = RunningOperator.start(config, home, watching())) {
      await().untilAsserted(() -> assertThat(connector(client, a)).isNotNull());
      await().untilAsserted(() -> assertThat(connector(client, b)).isNotNull());
      await()
          .untilAsserted(
              () -> assertThat(condition(client, a, "Ready").getReason()).isEqualTo("RollingOut"));

      assertThat(connector(client, c)).isNull();
      assertThat(channel(client, c).getStatus()).isNull();
      assertThat(operator.requests().forbidden()).isEmpty();
      assertThat(operator.requests().all())
          .hasSizeGreaterThan(20)
          .allSatisfy(it -> assertThat(isWithinItsNamespaces(it)).as(it).isTrue());
      assertThat(operator.get("/readyz")).isEqualTo("ready\n");
    }
  }

  @Test
  void aClassThatIsMendedInTheReleaseIsTakenUp(Helm helm, Config config, KubernetesClient client)
      throws IOException {
    install(helm, client, "channelClasses.inside.spec.exposure.type=Nowhere");
    client.resource(CHANNEL.formatted(a) + "  classRef: {name: inside}\n").create();
    client.resource(CHANNEL.formatted(b) + "  classRef: {name: missing}\n").create();
    try (var operator = RunningOperator.start(config, home, watching())) {
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, a, "Stalled").getReason())
                      .isEqualTo("ClassInvalid"));
      assertThat(condition(client, a, "Ready").getMessage())
          .contains("ChannelClass inside cannot be used: spec.exposure.type: Unsupported value");
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, b, "Ready").getMessage())
                      .contains("there is no ChannelClass missing")
                      .contains("value channelClasses"));

      install(helm, client, "channelClasses.inside.spec.exposure.type=None");
      await().untilAsserted(() -> assertThat(connector(client, a)).isNotNull());
      assertThat(operator.requests().forbidden()).isEmpty();
    }
  }

  @Test
  void aClassAdmitsByTheLabelsOfANamespaceWithoutARightOnAllOfThem(
      Helm helm, Config config, KubernetesClient client) throws IOException {
    install(
        helm,
        client,
        "channelClasses.gold.spec.exposure.type=None",
        "channelClasses.gold.spec.allowedNamespaces.from=Selector",
        "channelClasses.gold.spec.allowedNamespaces.selector.matchLabels.tier=gold");
    client.resource(CHANNEL.formatted(a) + "  classRef: {name: gold}\n").create();
    try (var operator = RunningOperator.start(config, home, watching())) {
      await()
          .untilAsserted(
              () ->
                  assertThat(condition(client, a, "Stalled").getReason())
                      .isEqualTo("NamespaceNotAllowed"));

      client
          .namespaces()
          .withName(a)
          .edit(it -> it.edit().editMetadata().addToLabels("tier", "gold").endMetadata().build());
      await().untilAsserted(() -> assertThat(connector(client, a)).isNotNull());
      assertThat(operator.requests().forbidden()).isEmpty();
      assertThat(operator.requests().all())
          .contains("GET /api/v1/namespaces/" + a)
          .allSatisfy(it -> assertThat(isWithinItsNamespaces(it)).as(it).isTrue());
    }
  }

  /** A team that takes its namespace away, and the Role in it, takes nothing from the others. */
  @Test
  void aNamespaceThatIsClosedToItStopsNobodyElse(Helm helm, Config config, KubernetesClient client)
      throws IOException {
    install(helm, client, "channelClasses.inside.spec.exposure.type=None");
    client.rbac().roleBindings().inNamespace(b).withName("touchpoint-operator").delete();
    client.resource(CHANNEL.formatted(a)).create();
    client.resource(CHANNEL.formatted(b)).create();
    try (var operator = RunningOperator.start(config, home, watching())) {
      await().untilAsserted(() -> assertThat(connector(client, a)).isNotNull());
      assertThat(operator.get("/livez")).isEqualTo("alive\n");
      assertThat(operator.get("/readyz")).isEqualTo("ready\n");
      assertThat(connector(client, b)).isNull();

      install(helm, client, "channelClasses.inside.spec.exposure.type=None");
      await().untilAsserted(() -> assertThat(connector(client, b)).isNotNull());
    }
  }

  private Namespaced watching() {
    return new Namespaced(Set.of(a, b), classes);
  }

  /**
   * Discovery, what it may do itself, and its own Lease, beside what lies in the namespaces it was
   * given.
   */
  private boolean isWithinItsNamespaces(String request) {
    String path = request.substring(request.indexOf(' ') + 1);
    return path.matches("/(api|apis)(/[^/]+(/v[0-9a-z]+)?)?|/version|/api/v1")
        || path.equals("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews")
        || path.matches(
            "/apis/coordination[.]k8s[.]io/v1/namespaces/%s/leases(/[^/]+)?".formatted(home))
        || path.matches("/api(s/[^/]+)?/v[0-9a-z]+/namespaces/(%s|%s)(/.+)?".formatted(a, b));
  }

  /** What helm and the kubelet do, as far as the operator sees it: Roles, and a mounted volume. */
  private void install(Helm helm, KubernetesClient client, String... settings) throws IOException {
    List<HasMetadata> objects =
        helm.render(
            "--namespace",
            home,
            "--set",
            "crds.install=false,watchNamespaces={%s,%s}".formatted(a, b),
            "--set",
            "channelClasses.other.spec.exposure.type=None,"
                + "channelClasses.inside.spec.exposure.type=None",
            "--set-string",
            "channelClasses.inside.annotations.touchpoint\\.cx/is-default-class=true",
            "--set",
            String.join(",", settings));
    assertThat(objects)
        .noneMatch(ClusterRole.class::isInstance)
        .noneMatch(ClusterRoleBinding.class::isInstance);
    objects.stream()
        .filter(it -> it instanceof Role || it instanceof RoleBinding)
        .forEach(it -> client.resource(it).forceConflicts().serverSideApply());
    ConfigMap mounted =
        objects.stream()
            .filter(ConfigMap.class::isInstance)
            .map(ConfigMap.class::cast)
            .filter(it -> it.getMetadata().getName().equals("touchpoint-operator-classes"))
            .findFirst()
            .orElseThrow();
    for (var file : mounted.getData().entrySet()) {
      Files.writeString(classes.resolve(file.getKey()), file.getValue());
    }
  }

  private static @Nullable Deployment connector(KubernetesClient client, String namespace) {
    return client.apps().deployments().inNamespace(namespace).withName("support-connector").get();
  }

  private static Channel channel(KubernetesClient client, String namespace) {
    return client.resources(Channel.class).inNamespace(namespace).withName("support").get();
  }

  private static Condition condition(KubernetesClient client, String namespace, String type) {
    var status = channel(client, namespace).getStatus();
    assertThat(status).isNotNull();
    return Conditions.find(status.conditions(), type).orElseThrow(() -> new AssertionError(type));
  }
}
