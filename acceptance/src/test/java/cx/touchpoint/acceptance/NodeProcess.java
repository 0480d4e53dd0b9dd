package cx.touchpoint.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A container's process, where the node is this machine or a container on it. */
record NodeProcess(ProcessHandle handle) {

  private static final Path PROCESSES = Path.of("/proc");

  /** The first process of a container, by its id without the runtime's name; by cgroup. */
  static Optional<NodeProcess> of(String container) {
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      return processes
          .filter(it -> it.getFileName().toString().matches("[0-9]+"))
          .filter(it -> isIn(container, it.resolve("cgroup")))
          .map(it -> Long.parseLong(it.getFileName().toString()))
          .min(Long::compare)
          .flatMap(ProcessHandle::of)
          .map(NodeProcess::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void freeze() {
    signal("STOP");
  }

  void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(handle.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new AssertionError("kill -" + name + " " + handle.pid() + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending a signal", e);
    }
  }

  private static boolean isIn(String container, Path cgroup) {
    try {
      return Files.readString(cgroup).contains(container);
    } catch (IOException e) {
      return false; // it ended meanwhile
    }
  }
}
