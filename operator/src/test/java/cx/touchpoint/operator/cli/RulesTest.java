package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesTest {

  private static final String CASES = "src/test/resources/promise/";

  @Test
  void itPrintsARulesFileThatPrometheusTakes(@TempDir Path folder) throws Exception {
    CommandRun run = CommandRun.of("rules", CASES + "chats-each-by-itself/in.yaml");

    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.FINE);
    assertThat(run.err()).isEmpty();
    Path file = Files.writeString(folder.resolve("rules.yaml"), run.out());
    Promtool.V2.checkRules(List.of(file));
  }

  @Test
  void itPrintsObjectsForThePrometheusOperatorAsTheControllerWritesThem() throws Exception {
    CommandRun run =
        CommandRun.of("rules", CASES + "chats-each-by-itself/in.yaml", "-o", "prometheusrule");

    assertThat(run.out())
        .contains("kind: PrometheusRule", "release: kube-prometheus-stack")
        .doesNotContain("ownerReferences");
  }

  @Test
  void whatCannotBeMeasuredIsToldAndTheRestIsPrinted(@TempDir Path folder) throws Exception {
    String promise = Files.readString(Path.of(CASES + "not-measured-yet/in.yaml"));
    Path file =
        Files.writeString(
            folder.resolve("in.yaml"),
            promise.replaceAll("(?m)^.*phase: Load.*\n", "").replace("Nowhere", "Berlin"));

    CommandRun run = CommandRun.of("rules", file.toString());

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err())
        .contains(
            "spec.targets[0]: by Human is not measured for support-chat: without a ConversationHistory");
    assertThat(run.out()).contains("rtt/not-yet/first-reply").doesNotContain("rtt/not-yet/person");
  }

  @Test
  void filesWithoutPromisesAreRefused() {
    CommandRun run = CommandRun.of("rules", "src/test/resources/api/valid/full-webchat.yaml");

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains("no ResponseTimeTarget or ServiceLevelObjective");
  }
}
