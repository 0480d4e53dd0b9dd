package cx.touchpoint.operator.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The directory that the files of one export are written to. It is new or empty, so that nothing is
 * overwritten and no two customers' files lie together, and for nobody but whoever runs the
 * command.
 */
final class ExportFolder {

  private static final String HALF = ".part";

  private final Path folder;

  private ExportFolder(Path folder) {
    this.folder = folder;
  }

  /** What puts the bytes of one file where they belong; false when there is no such file. */
  interface Source {
    boolean into(Path file) throws IOException, InterruptedException;
  }

  /**
   * Nothing is made of it yet.
   *
   * @throws UserError when something is there already
   */
  static ExportFolder at(Path folder) {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      throw new UserError(
          "--files %s: that is no directory. Give one that is new or empty".formatted(folder));
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> there = Files.list(folder)) {
        if (there.findAny().isPresent()) {
          throw new UserError(
              "--files %s: something is in it, and nothing is overwritten. Give a directory that is new, or empty that one"
                  .formatted(folder));
        }
      } catch (IOException e) {
        throw new UserError("--files %s: it cannot be read: %s".formatted(folder, e));
      }
    }
    return new ExportFolder(folder);
  }

  /**
   * Makes the directory where it is not there.
   *
   * @throws UserError when it cannot be made, or not be written to
   */
  void create() {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, mine("rwx------"));
      }
    } catch (IOException e) {
      throw new UserError("--files %s: it cannot be made: %s".formatted(folder, e));
    }
    if (!Files.isWritable(folder)) {
      throw new UserError("--files %s: you may not write there".formatted(folder));
    }
  }

  /**
   * Keeps a file under its name once all of it is here; half of one stays under no name.
   *
   * @return false when the source has no such file
   * @throws UserError when there is something of that name
   */
  boolean keep(String name, Source source) throws IOException, InterruptedException {
    Path half = folder.resolve(name + HALF);
    try {
      Files.createFile(half, mine("rw-------"));
    } catch (FileAlreadyExistsException e) {
      throw exists(half);
    }
    // Also when somebody ends the command in between.
    half.toFile().deleteOnExit();
    try {
      if (!source.into(half)) {
        return false;
      }
      Files.move(half, folder.resolve(name));
      return true;
    } catch (FileAlreadyExistsException e) {
      throw exists(folder.resolve(name));
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static UserError exists(Path file) {
    return new UserError(
        "%s is there already, and nothing is overwritten. Give --files a directory that is new"
            .formatted(file));
  }

  private static FileAttribute<?>[] mine(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
