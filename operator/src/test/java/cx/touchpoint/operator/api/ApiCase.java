package cx.touchpoint.operator.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One object a person might apply. The comment lines an {@code invalid-} file begins with are the
 * refusals it must get, one {@code field: message} per line; a {@code valid-} file gets none.
 */
record ApiCase(String name, String yaml, List<String> refusals) {

  private static final Path FOLDER = Path.of("src/test/resources/api");

  static Stream<ApiCase> all() {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().map(ApiCase::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiCase read(Path file) {
    try {
      String yaml = Files.readString(file);
      String name = file.getFileName().toString();
      List<String> refusals =
          yaml.lines()
              .takeWhile(line -> line.startsWith("# "))
              .map(line -> line.substring(2))
              .sorted()
              .toList();
      if (name.startsWith("invalid-") == refusals.isEmpty()) {
        throw new IllegalStateException(
            name + ": invalid- files begin with '# field: message' lines, valid- files do not");
      }
      return new ApiCase(name, yaml, refusals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
