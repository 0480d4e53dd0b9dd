package cx.touchpoint.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every claim of the threat model names a test that exists and runs. */
final class SecurityTest {

  private static final Path MODEL = Path.of("../docs/security.md");
  private static final Pattern NAMED = Pattern.compile("`([A-Za-z]+)#([A-Za-z0-9]+)`");

  @Test
  void everyClaimNamesATest() throws IOException {
    assertThat(claims()).hasSizeGreaterThan(20);
    assertThat(claims())
        .allSatisfy(it -> assertThat(NAMED.matcher(it.split("\\|", -1)[2]).find()).as(it).isTrue());
  }

  @Test
  void everyNamedTestExists() throws IOException {
    Map<String, String> sources = tests();
    String model = Files.readString(MODEL);

    List<String> named =
        NAMED.matcher(model).results().map(it -> it.group(1) + "#" + it.group(2)).toList();
    assertThat(named).hasSizeGreaterThan(40);
    assertThat(named).filteredOn(it -> !exists(it, sources)).isEmpty();
  }

  private static boolean exists(String named, Map<String, String> sources) {
    String[] parts = named.split("#", 2);
    String source = sources.getOrDefault(parts[0], "");
    return source.contains("void " + parts[1] + "(") && !source.contains("@Disabled");
  }

  /** The rows of tables whose second column says what shows the first. */
  private static List<String> claims() throws IOException {
    return Files.readAllLines(MODEL).stream()
        .filter(it -> it.startsWith("|"))
        .filter(it -> !it.startsWith("|---") && !it.startsWith("| claim |"))
        .toList();
  }

  private static Map<String, String> tests() throws IOException {
    try (Stream<Path> modules =
        Stream.of("operator", "connector", "acceptance")
            .map(it -> Path.of("..", it, "src/test/java"))) {
      return modules
          .flatMap(SecurityTest::sources)
          .collect(
              Collectors.toMap(
                  it -> it.getFileName().toString().replace(".java", ""),
                  SecurityTest::read,
                  String::concat));
    }
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(it -> it.toString().endsWith("Test.java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
