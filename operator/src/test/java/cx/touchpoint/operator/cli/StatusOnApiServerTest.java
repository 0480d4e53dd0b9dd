package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.testing.Kubeconfig;
import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealApiServer.class)
final class StatusOnApiServerTest {

  private static final String OBJECTIVE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: up, namespace: %s}
      spec: {channels: {names: [chat]}, indicator: {type: Availability}, objective: 99.9%%}
      """;

  private static final String STATUS =
      """
      status:
        promises:
        - name: up
          state: %s
          objective: 99.9%%
          worst: [{channel: chat, state: %s, attainment: 99.95%%, budgetRemaining: 50.00%%}]
        conditions:
        - {type: Ready, status: "True", reason: RulesWritten, message: "", lastTransitionTime: "2026-11-26T12:00:00Z"}
      """;

  @TempDir private Path folder = Path.of("");
  private String namespace = "";
  private String kubeconfig = "";

  @BeforeEach
  void promise(KubernetesClient client, Config config, RealApiServer server) throws IOException {
    server.installCrds(client);
    namespace = server.newNamespace(client, "status");
    client.resource(OBJECTIVE.formatted(namespace)).create();
    kubeconfig = kubeconfig(Kubeconfig.of(config));
  }

  @Test
  void whatThePromisesOfANamespaceSayIsShown(KubernetesClient client) {
    stands(client, "Met");

    CommandRun run = CommandRun.of("status", "-n", namespace, "--kubeconfig", kubeconfig);

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.FINE);
    assertThat(run.out())
        .containsPattern("(?m)^" + namespace + " +slo/up +chat +Met +99[.]95% +99[.]9% +50[.]00%$")
        .endsWith("1 Met; 0 of 0 Channels are ready.\n")
        .doesNotContain("\u001b");
  }

  @Test
  void programsGetOneObject(KubernetesClient client) throws IOException {
    stands(client, "Met");

    JsonNode all =
        new JsonMapper()
            .readTree(
                CommandRun.of("status", "-A", "-o", "json", "--kubeconfig", kubeconfig).out());

    assertThat(all.path("promises").findValuesAsText("namespace")).contains(namespace);
  }

  @Test
  void aPipelineCanBeStoppedByABrokenPromise(KubernetesClient client) {
    String[] command = {"status", "-n", namespace, "--require-kept", "--kubeconfig", kubeconfig};
    stands(client, "Met");
    assertThat(CommandRun.of(command).exit()).isEqualTo(Exit.FINE);
    stands(client, "Burning");
    CommandRun burning = CommandRun.of(command);
    assertThat(burning.exit()).isEqualTo(Exit.USER);
    assertThat(burning.out()).contains("Burning");
  }

  @Test
  void theNamespaceOfTheContextIsLookedAt(KubernetesClient client, Config config)
      throws IOException {
    stands(client, "Idle");
    String of =
        kubeconfig(
            Kubeconfig.of(config)
                .replaceFirst(
                    "user: \"?test\"?\n", "user: test\n    namespace: " + namespace + "\n"));

    assertThat(CommandRun.of("status", "--kubeconfig", of).out()).contains("slo/up");
  }

  @Test
  void whoMayNotLookIsToldWhatToAskFor(KubernetesClient client, Config config) throws IOException {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("stranger")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    String token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("stranger")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    String as = kubeconfig(Kubeconfig.of(config, token));

    assertThat(CommandRun.of("status", "-n", namespace, "--kubeconfig", as))
        .isEqualTo(
            new CommandRun(
                Exit.USER,
                "",
                "touchpoint status: you may not list responsetimetargets.touchpoint.cx in namespace "
                    + namespace
                    + " of the cluster at "
                    + config.getMasterUrl()
                    + " (context test). The cluster's role 'view' lets you.\n"));
    assertThat(CommandRun.of("status", "-A", "--kubeconfig", as).err())
        .contains("in all namespaces of ")
        .contains("Give one with -n where you may.");
  }

  @Test
  void whoIsNotKnownIsTold(Config config) throws IOException {
    String as = kubeconfig(Kubeconfig.of(config, "nonsense"));

    CommandRun run = CommandRun.of("status", "-n", namespace, "--kubeconfig", as);

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("does not accept your credentials.").hasLineCount(1);
  }

  private void stands(KubernetesClient client, String state) {
    var said =
        Serialization.unmarshal(
            OBJECTIVE.formatted(namespace) + STATUS.formatted(state, state),
            ServiceLevelObjective.class);
    client
        .resources(ServiceLevelObjective.class)
        .inNamespace(namespace)
        .withName("up")
        .editStatus(
            it -> {
              it.setStatus(said.getStatus());
              return it;
            });
  }

  private String kubeconfig(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "kubeconfig", ".yaml"), text).toString();
  }
}
