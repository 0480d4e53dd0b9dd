package cx.touchpoint.connector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Servers of other versions than the one that is installed here. */
enum OtherPostgres {
  /** The oldest that is promised to work. */
  OLDEST("postgres-oldest"),
  /** One before that. */
  TOO_OLD("postgres-too-old");

  private final String name;

  OtherPostgres(String name) {
    this.name = name;
  }

  /** One of its own; the test is skipped where its programs are not. */
  PostgresServer start() {
    Path archive = cache().resolve(name).resolve("postgres.txz");
    Assumptions.assumeTrue(
        !Boolean.getBoolean("touchpoint.quick") && Files.isRegularFile(archive),
        "skipped: no " + archive + "; './touchpoint test' fetches it");
    try {
      Path directory = Files.createTempDirectory("touchpoint-" + name);
      Path programs = Files.createDirectory(directory.resolve("programs"));
      unpack(archive, programs);
      return PostgresServer.start(programs.resolve("bin"), directory);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // As the scripts know it.
  private static Path cache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    return (cache == null || cache.isEmpty() ? home.resolve(".cache") : Path.of(cache))
        .resolve("touchpoint");
  }

  private static void unpack(Path archive, Path into) throws IOException {
    Process tar =
        new ProcessBuilder(
                List.of(
                    "tar",
                    "--extract",
                    "--xz",
                    "--file",
                    archive.toString(),
                    "-C",
                    into.toString()))
            .inheritIO()
            .start();
    try {
      if (tar.waitFor() != 0) {
        throw new AssertionError("cannot unpack " + archive);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
