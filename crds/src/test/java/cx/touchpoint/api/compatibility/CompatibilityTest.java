package cx.touchpoint.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The present definitions against the last released ones. A release commits its definitions with
 * {@code -Dcompatibility.release}.
 */
final class CompatibilityTest {

  private static final Path RELEASED = Path.of("src/test/resources/compatibility/released");
  private static final Path CURRENT = Path.of("../charts/touchpoint/files/crds");
  private static final Path EXAMPLES = Path.of("src/test/resources/compatibility/checker");

  static Stream<Path> current() throws IOException {
    return list(CURRENT);
  }

  static Stream<Path> examples() throws IOException {
    return list(EXAMPLES);
  }

  @ParameterizedTest
  @MethodSource("current")
  void whatWasReleasedStillWorks(Path current) throws IOException {
    Path released = RELEASED.resolve(current.getFileName());
    if (System.getProperty("compatibility.release") != null) {
      Files.createDirectories(RELEASED);
      Files.copy(current, released, StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.exists(released)) {
      assertThat(Compatibility.breaks(read(released), read(current)))
          .as(
              "breaks objects that users have: undo it, or bring it in a new version beside this one")
          .isEmpty();
    }
  }

  @Test
  void noReleasedDefinitionIsGone() throws IOException {
    var now = list(CURRENT).map(Path::getFileName).toList();
    assertThat(list(RELEASED).map(Path::getFileName)).allMatch(now::contains);
  }

  /** Each example holds a released and a current definition, and the breaks between them. */
  @ParameterizedTest
  @MethodSource("examples")
  void theCheckerSeesEveryBreakAndNoOther(Path example) throws IOException {
    JsonNode given = read(example);
    assertThat(Compatibility.breaks(given.get("released"), given.get("current")))
        .containsExactlyInAnyOrderElementsOf(
            StreamSupport.stream(given.get("breaks").spliterator(), false)
                .map(JsonNode::asText)
                .toList());
  }

  private static Stream<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), JsonNode.class);
  }
}
