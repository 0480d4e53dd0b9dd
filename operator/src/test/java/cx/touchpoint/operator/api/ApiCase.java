package cx.touchpoint.operator.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One file a person might apply, in the folder of the class of input it is an example of. The
 * comment lines it begins with are what it must get, one {@code field: message} per line; a file of
 * the folder {@code valid} gets nothing. {@code -Dgolden.update} writes what a real API server
 * says.
 */
record ApiCase(Path file, String yaml, List<String> refusals) {

  private static final Path FOLDER = Path.of("src/test/resources/api");
  private static final String VALID = "valid";

  /** What is refused, or taken, as one object by itself. */
  static Stream<ApiCase> all() {
    return in(FOLDER);
  }

  static Stream<ApiCase> in(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().map(ApiCase::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class of input, by its folder. */
  String kind() {
    return file.getName(file.getNameCount() - 2).toString();
  }

  /** The file without what must come of it. */
  String body() {
    return yaml.lines().dropWhile(line -> line.startsWith("# ")).collect(Collectors.joining("\n"));
  }

  /** What must come of it: what was said, when the files are to be written anew. */
  List<String> expected(List<String> said) {
    if (System.getProperty("golden.update") == null) {
      return refusals;
    }
    String head = said.stream().map(line -> "# " + line + "\n").collect(Collectors.joining());
    try {
      Files.writeString(file, head + body() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return said;
  }

  private static ApiCase read(Path file) {
    try {
      String yaml = Files.readString(file);
      List<String> refusals =
          yaml.lines()
              .takeWhile(line -> line.startsWith("# "))
              .map(line -> line.substring(2))
              .sorted()
              .toList();
      var example = new ApiCase(file, yaml, refusals);
      if (example.kind().equals(VALID) != refusals.isEmpty()) {
        throw new IllegalStateException(
            file + ": begins with '# field: message' lines, unless its folder is " + VALID);
      }
      return example;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return kind() + "/" + file.getFileName();
  }
}
