package cx.touchpoint.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The custom resource definitions as the chart renders them. */
@ExtendWith(Helm.class)
final class ChartDefinitionsTest {

  @Test
  void theDefinitionsAreTheCommittedOnesAndStayOnUninstall(Helm helm) throws IOException {
    List<CustomResourceDefinition> rendered =
        helm.render().stream()
            .filter(CustomResourceDefinition.class::isInstance)
            .map(CustomResourceDefinition.class::cast)
            .toList();
    try (Stream<Path> files = Files.list(Helm.CHART.resolve("files/crds"))) {
      List<CustomResourceDefinition> committed =
          files.sorted().map(ChartDefinitionsTest::definition).toList();

      assertThat(rendered).hasSameSizeAs(committed);
      for (int i = 0; i < committed.size(); i++) {
        assertThat(rendered.get(i).getMetadata().getName())
            .isEqualTo(committed.get(i).getMetadata().getName());
        assertThat(rendered.get(i).getSpec()).isEqualTo(committed.get(i).getSpec());
        assertThat(rendered.get(i).getMetadata().getAnnotations())
            .containsEntry("helm.sh/resource-policy", "keep")
            .containsAllEntriesOf(committed.get(i).getMetadata().getAnnotations());
      }
    }
  }

  @Test
  void withTheDefinitionsSwitchedOffNoneIsRendered(Helm helm) {
    assertThat(helm.render("--set", "crds.install=false"))
        .isNotEmpty()
        .noneMatch(CustomResourceDefinition.class::isInstance);
  }

  private static CustomResourceDefinition definition(Path file) {
    try {
      return new KubernetesSerialization()
          .unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
