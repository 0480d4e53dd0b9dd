package cx.touchpoint.operator.objective;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.prometheus.RuleFiles;
import cx.touchpoint.operator.testing.Promtool;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What promises become, as files: {@code src/test/resources/promise/<case>/in.yaml} and {@code
 * out.yaml}. {@code -Dgolden.update} writes the latter anew; read the difference before you commit.
 */
final class PromisePlanTest {

  private static final Path CASES = Path.of("src/test/resources/promise");
  private static final KubernetesSerialization YAML = OperatorProcess.serialization();

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aPromiseBecomesWhatItsFileSays(String name) throws IOException {
    PromisePlan plan = PromiseCase.read(CASES.resolve(name).resolve("in.yaml")).plan();
    Path out = CASES.resolve(name).resolve("out.yaml");
    String actual =
        plan.problems().stream()
                .map(it -> "# problem: " + it.field() + ": " + it.message() + "\n")
                .collect(Collectors.joining())
            + plan.objects().stream().map(YAML::asYaml).collect(Collectors.joining());
    if (System.getProperty("golden.update") != null) {
      Files.writeString(out, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(out));
  }

  @ParameterizedTest
  @EnumSource
  void prometheusTakesEveryRule(Promtool promtool, @TempDir Path folder) throws Exception {
    var files = new ArrayList<Path>();
    for (String name : cases()) {
      PromisePlan plan = PromiseCase.read(CASES.resolve(name).resolve("in.yaml")).plan();
      if (!plan.objectives().isEmpty()) {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
            file,
            RuleFiles.of(
                plan.objectives().stream()
                    .flatMap(it -> ObjectiveRules.of(it, Pace.NORMAL).stream())
                    .toList()));
        files.add(file);
      }
    }
    promtool.checkRules(files);
  }

  /** A name said twice in one file is refused by Prometheus, and with it all of the file. */
  @Test
  void twoPromisesOfOneObjectHaveGroupsOfTheirOwn() {
    PromisePlan plan = PromiseCase.read(CASES.resolve("chats-each-by-itself/in.yaml")).plan();

    assertThat(
            plan.objectives().stream()
                .flatMap(it -> ObjectiveRules.of(it, Pace.NORMAL).stream())
                .map(it -> it.name()))
        .doesNotHaveDuplicates()
        .hasSize(3 * plan.objectives().size());
  }
}
