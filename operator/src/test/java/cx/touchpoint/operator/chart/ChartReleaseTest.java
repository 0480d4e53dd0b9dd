package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.testing.RealApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release's life by the real helm on a real API server. Other tests use the same server and
 * definitions, so each release adopts the definitions it finds ({@code --take-ownership}).
 */
@ExtendWith({Helm.class, RealApiServer.class})
final class ChartReleaseTest {

  private static final String CHANNELS = "channels.touchpoint.cx";

  @Test
  void anUpgradeOfTheChartUpgradesTheDefinitions(
      Helm helm, KubernetesClient client, Config config, @TempDir Path directory) {
    Path newer = copy(Helm.CHART, directory.resolve("touchpoint"));
    rewrite(
        newer.resolve("files/crds/" + CHANNELS + ".yaml"),
        "              host:\n",
        "              addedLater:\n                type: string\n              host:\n");
    Release release = new Release(helm, config, "chart-upgrade", "touchpoint");

    release.install(Helm.CHART, "--take-ownership");
    try {
      assertThat(specOf(CHANNELS, client)).doesNotContainKey("addedLater");

      release.upgrade(newer);
      assertThat(specOf(CHANNELS, client)).containsKey("addedLater");

      release.upgrade(Helm.CHART);
      assertThat(specOf(CHANNELS, client)).doesNotContainKey("addedLater").containsKey("type");
    } finally {
      release.uninstall();
    }
  }

  @Test
  void anUninstallTakesTheOperatorAndLeavesTheDefinitions(
      Helm helm, KubernetesClient client, Config config) {
    Release release = new Release(helm, config, "chart-uninstall", "touchpoint");
    release.install(Helm.CHART, "--take-ownership");
    var operator =
        client.apps().deployments().inNamespace("chart-uninstall").withName("touchpoint-operator");
    assertThat(operator.get()).isNotNull();

    var said = release.uninstall();

    assertThat(said).contains("kept due to the resource policy").contains(CHANNELS);
    assertThat(operator.get()).isNull();
    assertThat(client.rbac().clusterRoles().withName("touchpoint-operator").get()).isNull();
    assertThat(definition(CHANNELS, client)).isNotNull();
    for (String plural :
        List.of(
            "channelclasses",
            "conversationhistories",
            "responsetimetargets",
            "servicelevelobjectives")) {
      assertThat(definition(plural + ".touchpoint.cx", client)).as(plural).isNotNull();
    }
  }

  @Test
  void whatWasLeftIsTakenOverByTheNextReleaseOfAnotherName(
      Helm helm, KubernetesClient client, Config config) {
    Release first = new Release(helm, config, "chart-first", "first");
    first.install(Helm.CHART, "--take-ownership");
    first.uninstall();
    Release second = new Release(helm, config, "chart-second", "second");

    var refused = second.tryInstall(Helm.CHART);
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.errors()).contains("invalid ownership metadata");

    second.install(Helm.CHART, "--take-ownership");
    try {
      assertThat(definition(CHANNELS, client).getMetadata().getAnnotations())
          .containsEntry("meta.helm.sh/release-name", "second");
      assertThat(
              client
                  .apps()
                  .deployments()
                  .inNamespace("chart-second")
                  .withName("second-operator")
                  .get())
          .isNotNull();
    } finally {
      second.uninstall();
    }
  }

  @Test
  void theNotesNameTheReleasesOwnObjects(Helm helm, Config config) {
    Release release = new Release(helm, config, "chart-notes", "mine");

    String notes = release.install(Helm.CHART, "--take-ownership").output();
    release.uninstall();

    assertThat(notes)
        .contains("kubectl --namespace chart-notes rollout status deployment/mine-operator")
        .contains("kubectl --namespace care get channels.touchpoint.cx");
  }

  private static CustomResourceDefinition definition(String name, KubernetesClient client) {
    return client.apiextensions().v1().customResourceDefinitions().withName(name).get();
  }

  private static java.util.Map<String, JSONSchemaProps> specOf(
      String name, KubernetesClient client) {
    JSONSchemaProps root =
        definition(name, client)
            .getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema();
    return java.util.Objects.requireNonNull(root.getProperties().get("spec"), name).getProperties();
  }

  private static Path copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void rewrite(Path file, String from, String to) {
    try {
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
