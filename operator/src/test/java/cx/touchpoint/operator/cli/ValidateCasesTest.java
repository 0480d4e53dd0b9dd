package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder holds files and, in out.txt, what {@code touchpoint validate} says of them: standard
 * error, standard output, exit code. Without arguments.txt the whole folder is validated. {@code
 * -Dgolden.update} rewrites out.txt.
 */
final class ValidateCasesTest {

  private static final Path CASES = Path.of("src/test/resources/validate");

  static Stream<Path> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itSaysWhatIsWrongAndWhere(Path folder) throws IOException {
    CommandRun run = CommandRun.of(arguments(folder));
    String said = (run.err() + run.out()).replace(folder + "/", "") + "exit " + run.exit() + "\n";
    Path expected = folder.resolve("out.txt");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(expected, said);
    }
    assertThat(said).isEqualTo(Files.readString(expected));
  }

  private static String[] arguments(Path folder) throws IOException {
    Path arguments = folder.resolve("arguments.txt");
    Stream<String> words =
        Files.exists(arguments)
            ? Arrays.stream(Files.readString(arguments).strip().split(" "))
            : Stream.of(".");
    return Stream.concat(
            Stream.of("validate"),
            words.map(
                word ->
                    word.equals(".")
                        ? folder.toString()
                        : word.matches(".*\\.(yaml|json)")
                            ? folder.resolve(word).toString()
                            : word))
        .toArray(String[]::new);
  }
}
