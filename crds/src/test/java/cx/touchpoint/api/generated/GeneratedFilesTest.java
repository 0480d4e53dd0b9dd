package cx.touchpoint.api.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** The committed files against the types; {@code -Dgenerated.update} rewrites them. */
final class GeneratedFilesTest {

  private static final Path DEFINITIONS = Path.of("../charts/touchpoint/files/crds");
  private static final String HEADER =
      "# Generated from the types in crds/src/main/java; change those, then run\n"
          + "# mvn test -pl crds -Dgenerated.update\n";

  private final Map<String, ObjectNode> definitions = Definitions.generate();

  @TestFactory
  Stream<DynamicTest> theCommittedFilesAreWhatTheTypesSay() {
    return definitions.entrySet().stream()
        .map(
            entry -> {
              Path file = DEFINITIONS.resolve(entry.getKey() + ".yaml");
              String text = HEADER + YamlText.of(entry.getValue());
              return DynamicTest.dynamicTest(entry.getKey(), () -> compare(file, text));
            });
  }

  @Test
  void noOtherDefinitionsAreShipped() throws IOException {
    try (var files = Files.list(DEFINITIONS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              definitions.keySet().stream().map(name -> name + ".yaml").toList());
    }
  }

  @Test
  void aReaderOfYaml11SeesTheSameDefinitions() throws IOException {
    var mapper = new ObjectMapper();
    for (ObjectNode definition : definitions.values()) {
      Object asYaml11 = new Yaml().load(YamlText.of(definition));
      assertThat(mapper.readTree(mapper.writeValueAsString(asYaml11)))
          .isEqualTo(mapper.readTree(mapper.writeValueAsString(definition)));
    }
  }

  private static void compare(Path file, String text) throws IOException {
    if (System.getProperty("generated.update") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file)
        .as("%s differs from the types: run mvn test -pl crds -Dgenerated.update", file)
        .hasContent(text);
  }
}
