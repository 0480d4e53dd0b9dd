package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "validate",
        "render",
        "rules",
        "status",
        "backtest",
        "size",
        "keygen",
        "history",
        "history export",
        "dead-letters"
      })
  void helpBeginsWithExamplesAndFitsATerminal(String command) {
    PrintStream usual = System.err;
    var warnings = new ByteArrayOutputStream();
    System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
    CommandRun run;
    try {
      run = CommandRun.of((command + " --help").strip().split(" "));
    } finally {
      System.setErr(usual);
    }

    // A % that is not doubled makes picocli complain there and print the text unformatted.
    assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.FINE);
    assertThat(run.out()).startsWith("Examples:\n  touchpoint ");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "conjure", "validate", "validate --colour a.yaml", "render --served x a.yaml"})
  void whatCannotBeUnderstoodIsTheUsersInput(String arguments) {
    CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).isNotBlank();
  }

  @Test
  void helpComesWithoutLoadingKubernetes(@TempDir Path folder) throws Exception {
    assertThat(classesLoadedBy(folder, "--help")).noneMatch(name -> name.startsWith("io.fabric8"));
  }

  @Test
  void validatingComesWithoutAKubernetesClient(@TempDir Path folder) throws Exception {
    String channel = "src/test/resources/api/valid/full-webchat.yaml";

    assertThat(classesLoadedBy(folder, "validate", channel))
        .contains("cx.touchpoint.operator.validation.Validator")
        .noneMatch(name -> name.startsWith("io.fabric8.kubernetes.client.http"))
        .noneMatch(name -> name.startsWith("io.javaoperatorsdk"));
  }

  private static List<String> classesLoadedBy(Path folder, String... arguments)
      throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "-cp",
                System.getProperty("java.class.path"),
                "cx.touchpoint.operator.Main"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("output"))).isZero();
    return Files.readAllLines(log).stream().map(line -> line.split(" ", 2)[0]).toList();
  }
}
