package cx.touchpoint.operator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real CustomResourceDefinitions of optional APIs, as {@code ./touchpoint test} caches them.
 * Without them the tests are skipped and say so.
 */
public final class OptionalApiFiles implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Assumptions.assumeTrue(
        Files.isDirectory(folder()),
        () ->
            "skipped: no definitions of optional APIs in "
                + folder()
                + "; './touchpoint test' fetches them once, then plain 'mvn verify' finds them");
  }

  /**
   * The file of a plural name, for example {@code httproutes}; the newest, if there are several.
   */
  public static Path of(String plural) {
    return find(plural).orElseThrow(() -> new AssertionError("no " + plural + " in " + folder()));
  }

  /** Skips a test where the definition of a plural name was not fetched. */
  public static Path assume(String plural) {
    Optional<Path> file = Files.isDirectory(folder()) ? find(plural) : Optional.empty();
    Assumptions.assumeTrue(
        file.isPresent(),
        () ->
            "skipped: no definition of "
                + plural
                + " in "
                + folder()
                + "; './touchpoint test' fetches it once, then plain 'mvn verify' finds it");
    return file.orElseThrow();
  }

  private static Optional<Path> find(String plural) {
    try (var files = Files.list(folder())) {
      return files
          .filter(it -> it.getFileName().toString().startsWith(plural + "-"))
          .max(Path::compareTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    return Cache.root().resolve("optional-apis");
  }
}
