package cx.touchpoint.operator.chart;

import static cx.touchpoint.operator.testing.Manifests.CLASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What people may do by the ClusterRoles of the chart. No controller aggregates roles here, so all
 * that makes up a role of the cluster is bound instead, which is what aggregation comes to.
 */
@ExtendWith({Helm.class, RealApiServer.class})
final class PeoplesRightsTest {

  private static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: support, namespace: %s}
      spec: {type: WebChat, webChat: {demoPage: Served}, responder: {type: Echo}}
      """;

  private static final String TARGET =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: answer-fast, namespace: %s}
      spec:
        channels: {names: [support]}
        targets: [{name: first-reply, phase: FirstResponse, within: 10s, objective: 95%%}]
      """;

  private static final String OBJECTIVE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: chat-available, namespace: %s}
      spec:
        channels: {names: [support]}
        indicator: {type: Availability}
        objective: 99.9%%
      """;

  private static final String HISTORY =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ConversationHistory
      metadata: {name: customers, namespace: %s}
      spec: {tenant: shop, postgres: {secretRef: {name: customers-db}}}
      """;

  /** One of each kind that teams write, by its plural. */
  private static final Map<String, String> MANIFESTS =
      Map.of(
          "channels", CHANNEL,
          "conversationhistories", HISTORY,
          "responsetimetargets", TARGET,
          "servicelevelobjectives", OBJECTIVE);

  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: delegated-%s, namespace: %s}
      rules:
        - {apiGroups: [touchpoint.cx], resources: [%s], verbs: [get, %s]}
      """;

  private static final String BINDING =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: %s-%s, namespace: %s}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
      """;

  private String namespace = "";

  @BeforeEach
  void install(Helm helm, KubernetesClient client, RealApiServer server) {
    server.installCrds(client);
    namespace = server.newNamespace(client, "people");
    helm.render().stream()
        .filter(ClusterRole.class::isInstance)
        .forEach(it -> client.resource(it).forceConflicts().serverSideApply());
  }

  @Test
  void whoMayEditWorksWithChannelsAndNeitherSpeaksForTheOperatorNorChangesClasses(
      KubernetesClient client, Config config) {
    bind(
        client,
        "edith",
        "system:aggregate-to-edit",
        "touchpoint-operator-view",
        "touchpoint-operator-edit");

    worksWithWhatTeamsWrite("edith", client, config);
    refused(
        "channelclasses",
        () -> as("edith", config, it -> it.resource(CLASS.formatted(namespace)).create()));
  }

  @Test
  void theRolesOfAnInstallationOfSomeNamespacesGiveTheSame(
      Helm helm, KubernetesClient client, Config config) {
    helm.render("--set", "watchNamespaces={%s}".formatted(namespace)).stream()
        .filter(it -> it instanceof Role && namespace.equals(it.getMetadata().getNamespace()))
        .forEach(it -> client.resource(it).forceConflicts().serverSideApply());
    bindRole(client, "Role", "erin", "touchpoint-operator-edit");
    bindRole(client, "Role", "vera", "touchpoint-operator-view");

    worksWithWhatTeamsWrite("erin", client, config);
    looksAtWhatTeamsWrite("vera", client, config);
  }

  private void worksWithWhatTeamsWrite(String user, KubernetesClient client, Config config) {
    MANIFESTS.forEach(
        (plural, manifest) -> {
          String object = manifest.formatted(namespace);
          as(user, config, it -> it.resource(object).create());
          as(user, config, it -> it.resource(object).serverSideApply());
          as(user, config, it -> assertThat(it.resource(object).get()).isNotNull());
          refused(
              plural + "/status",
              () ->
                  as(
                      user,
                      config,
                      it ->
                          it.resource(object + "status: {observedGeneration: 7}\n")
                              .subresource("status")
                              .patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY))));
          as(user, config, it -> it.resource(object).delete());
          assertThat(client.resource(object).get()).as(plural).isNull();
        });
  }

  private void looksAtWhatTeamsWrite(String user, KubernetesClient client, Config config) {
    MANIFESTS.forEach(
        (plural, manifest) -> {
          String object = manifest.formatted(namespace);
          client.resource(object).create();
          as(user, config, it -> assertThat(it.resource(object).get()).isNotNull());
          refused(plural, () -> as(user, config, it -> it.resource(object).serverSideApply()));
          refused(plural, () -> as(user, config, it -> it.resource(object).delete()));
        });
  }

  @Test
  void whoMayViewChangesNothing(KubernetesClient client, Config config) {
    bind(client, "viola", "system:aggregate-to-view", "touchpoint-operator-view");

    looksAtWhatTeamsWrite("viola", client, config);
  }

  @Test
  void whoAdministersANamespaceHandsOnWhatTheyHaveAndNoMore(
      KubernetesClient client, Config config) {
    bind(
        client,
        "adam",
        "system:aggregate-to-admin",
        "touchpoint-operator-view",
        "touchpoint-operator-edit");

    for (String plural : MANIFESTS.keySet()) {
      String status = plural + "/status";
      as(
          "adam",
          config,
          it -> it.resource(ROLE.formatted(plural, namespace, plural, "create")).create());
      refused(
          status,
          () ->
              as(
                  "adam",
                  config,
                  it ->
                      it.resource(ROLE.formatted(plural + "-status", namespace, status, "patch"))
                          .create()));
    }
  }

  @Test
  void whoAdministersClassesChangesThoseAndNoChannel(KubernetesClient client, Config config) {
    client
        .resource(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: touchpoint-operator-class-admin}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: clara}]
            """
                .formatted(namespace))
        .create();

    as("clara", config, it -> it.resource(CLASS.formatted(namespace)).create());
    as("clara", config, it -> it.resource(CLASS.formatted(namespace)).delete());
    refused(
        "channels",
        () -> as("clara", config, it -> it.resource(CHANNEL.formatted(namespace)).create()));
  }

  @Test
  void theClustersOwnRolesAreExtendedByLabels(Helm helm) {
    List<HasMetadata> roles = helm.render().stream().filter(ClusterRole.class::isInstance).toList();

    assertThat(aggregated(roles, "view")).containsExactly("touchpoint-operator-view");
    for (String role : List.of("edit", "admin")) {
      assertThat(aggregated(roles, role))
          .containsExactlyInAnyOrder("touchpoint-operator-view", "touchpoint-operator-edit");
    }
  }

  private static List<String> aggregated(List<HasMetadata> roles, String to) {
    return roles.stream()
        .filter(
            it ->
                "true"
                    .equals(
                        it.getMetadata()
                            .getLabels()
                            .get("rbac.authorization.k8s.io/aggregate-to-" + to)))
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private void bind(KubernetesClient client, String user, String... roles) {
    for (String role : roles) {
      bindRole(client, "ClusterRole", user, role);
    }
  }

  private void bindRole(KubernetesClient client, String kind, String user, String role) {
    client.resource(BINDING.formatted(user, role, namespace, kind, role, user)).create();
  }

  private static void refused(String resource, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, it -> assertThat(it.getCode()).isEqualTo(403))
        .hasMessageContaining(resource);
  }

  private static void as(String user, Config administrator, Consumer<KubernetesClient> what) {
    Config config =
        new ConfigBuilder(administrator)
            .withImpersonateUsername(user)
            .withImpersonateGroups("system:authenticated")
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      what.accept(client);
    }
  }
}
