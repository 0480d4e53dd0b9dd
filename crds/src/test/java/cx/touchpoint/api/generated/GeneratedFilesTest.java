package cx.touchpoint.api.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** The committed files against the types; {@code -Dgenerated.update} rewrites them. */
final class GeneratedFilesTest {

  private static final Path DEFINITIONS = Path.of("../charts/touchpoint/files/crds");
  private static final Path REFERENCE = Path.of("../docs/reference/api.md");
  private static final Path SCHEMAS = Path.of("src/main/resources/schemas/touchpoint.cx");
  private static final String HEADER =
      "# Generated from the types in crds/src/main/java; change those, then run\n"
          + "# mvn test -pl crds -Dgenerated.update\n";

  private final Map<String, ObjectNode> definitions = Definitions.generate();

  @TestFactory
  Stream<DynamicTest> theCommittedFilesAreWhatTheTypesSay() {
    return files().entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey().getFileName().toString(),
                    () -> compare(file.getKey(), file.getValue())));
  }

  @Test
  void noOtherFilesAreShipped() throws IOException {
    try (var crds = Files.list(DEFINITIONS);
        var schemas = Files.list(SCHEMAS)) {
      assertThat(Stream.concat(crds, schemas))
          .as("every definition and schema is one we generate")
          .isSubsetOf(files().keySet());
    }
  }

  @Test
  void everyFieldOfOursSaysWhatItIsFor() {
    definitions.forEach(
        (name, definition) ->
            assertThat(
                    Descriptions.missing(definition.at("/spec/versions/0/schema/openAPIV3Schema")))
                .as(name)
                .isEmpty());
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

  private Map<Path, String> files() {
    var files = new TreeMap<Path, String>();
    files.put(REFERENCE, Reference.of(definitions.values()));
    definitions.forEach(
        (name, definition) -> {
          files.put(DEFINITIONS.resolve(name + ".yaml"), HEADER + YamlText.of(definition));
          JsonSchemas.of(definition)
              .forEach(
                  (file, schema) ->
                      files.put(SCHEMAS.resolve(file), schema.toPrettyString() + "\n"));
        });
    return files;
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
