package cx.touchpoint.api.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class GeneratedFilesTest {

  private static final String HEADER =
      "# Generated from the types in crds/src/main/java; change those, then run\n"
          + "# mvn test -pl crds -Dgenerated.update\n";

  @Test
  void theCommittedFilesAreWhatTheTypesSay() throws IOException {
    var expected = new TreeMap<Path, String>();
    Definitions.generate()
        .forEach(
            (name, definition) ->
                expected.put(
                    Path.of("../charts/touchpoint/files/crds", name + ".yaml"),
                    HEADER + YamlText.of(definition)));
    for (var file : expected.entrySet()) {
      if (System.getProperty("generated.update") != null) {
        Files.createDirectories(file.getKey().getParent());
        Files.writeString(file.getKey(), file.getValue());
      }
      assertThat(file.getKey()).hasContent(file.getValue());
    }
  }
}
