package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ValidExamplesTest {

  static Stream<Path> examples() throws IOException {
    try (var paths = Files.list(Path.of("../examples"))) {
      // Beside manifests there is a program that answers customers.
      return paths.filter(ValidExamplesTest::holdsManifests).sorted().toList().stream();
    }
  }

  private static boolean holdsManifests(Path path) {
    if (!Files.isDirectory(path)) {
      return path.toString().endsWith(".yaml");
    }
    try (var files = Files.list(path)) {
      return files.anyMatch(it -> it.toString().endsWith(".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsValid(Path example) {
    CommandRun run = CommandRun.of("validate", example.toString());

    assertThat(run.err()).doesNotContain(": spec").doesNotContain("is not YAML");
    assertThat(run.exit()).isEqualTo(Exit.FINE);
    assertThat(run.out()).doesNotStartWith("0 objects");
  }
}
