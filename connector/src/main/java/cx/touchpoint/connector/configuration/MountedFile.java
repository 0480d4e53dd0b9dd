package cx.touchpoint.connector.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a mounted ConfigMap or Secret. The kubelet swaps a whole directory by a symbolic link
 * ({@code ..data}), so each read follows the link anew and sees one version or the other.
 */
public final class MountedFile {

  /** No ConfigMap or Secret is larger. */
  private static final long LARGEST_BYTES = 1024 * 1024;

  private MountedFile() {}

  /**
   * The file's content, empty when it is not there.
   *
   * @throws IOException when it is there and cannot be read
   */
  public static Optional<byte[]> read(Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new IOException(file + " is larger than 1 MiB, which no mounted file is");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
