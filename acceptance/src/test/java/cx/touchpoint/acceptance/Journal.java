package cx.touchpoint.acceptance;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What one side saw, a line each, in the order in which it happened; kept for {@link Audit}. */
final class Journal implements AutoCloseable {

  private final BufferedWriter file;

  Journal(Path file) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      this.file = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void note(String... words) {
    try {
      file.write(String.join("\t", words));
      file.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
