package cx.touchpoint.connector.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk of its own: a file that is mounted. It can be filled, and it can lose its power: then
 * there is on it what had been synced, for what was only written is in the kernel's memory and not
 * in the file.
 */
public final class Disk implements AutoCloseable {

  private final Path directory;
  private final Path image;
  private final Path copy;
  private final Path filler;

  private Disk(Path directory) {
    this.directory = directory;
    image = Path.of(directory + ".image");
    copy = Path.of(directory + ".copy");
    filler = directory.resolve("filler");
  }

  /**
   * An empty one. Tests that need it are skipped where nothing can be mounted.
   *
   * @param mib its size; only what is written takes room
   */
  public static Disk of(int mib) throws IOException {
    var disk = new Disk(Files.createTempDirectory("touchpoint-disk"));
    // No room that only root may fill. What nobody syncs is not to be written for a long time.
    boolean mounted =
        succeeds("truncate", "-s", mib + "M", disk.image.toString())
            && succeeds("mkfs.ext4", "-q", "-F", "-m", "0", disk.image.toString())
            && disk.mount();
    if (!mounted) {
      disk.removeFiles();
    }
    Assumptions.assumeTrue(mounted, "skipped: only who may mount a file can try out a full disk");
    return disk;
  }

  /** Where it is mounted. */
  public Path directory() {
    return directory;
  }

  /** Everything that was written is on it now. */
  public void sync() throws IOException {
    run("sync", "--file-system", directory.toString());
  }

  /** Takes all the room there is. */
  public void fill() throws IOException {
    byte[] some = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(some);
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException full) {
      // As meant.
    }
  }

  /** Gives it back. */
  public void empty() throws IOException {
    Files.delete(filler);
  }

  /** Remembers what would be on it if its power were cut now. Nothing may write meanwhile. */
  public void remember() throws IOException {
    run("cp", "--sparse=always", image.toString(), copy.toString());
  }

  /** Is again as it was remembered. Nobody may have a file of it open. */
  public void recall() throws IOException {
    run("umount", directory.toString());
    Files.move(copy, image, StandardCopyOption.REPLACE_EXISTING);
    if (!mount()) {
      throw new AssertionError("what is left of the disk cannot be mounted");
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", directory.toString());
    removeFiles();
  }

  private void removeFiles() throws IOException {
    Files.deleteIfExists(image);
    Files.deleteIfExists(copy);
    Files.deleteIfExists(directory);
  }

  private boolean mount() throws IOException {
    return succeeds("mount", "-o", "loop,commit=300", image.toString(), directory.toString());
  }

  private static void run(String... command) throws IOException {
    if (!succeeds(command)) {
      throw new AssertionError("failed: " + String.join(" ", command));
    }
  }

  private static boolean succeeds(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
