package cx.touchpoint.acceptance;

import io.fabric8.kubernetes.api.model.Pod;
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

  /** That of a pod's only container. */
  static NodeProcess of(Pod pod) {
    return find(pod)
        .orElseThrow(() -> new AssertionError("no process of " + pod.getMetadata().getName()));
  }

  /** Whether the processes of the pod's node are this machine's. */
  static boolean isVisible(Pod pod) {
    return find(pod).isPresent();
  }

  private static Optional<NodeProcess> find(Pod pod) {
    String container = pod.getStatus().getContainerStatuses().getFirst().getContainerID();
    return of(container.replaceFirst("^.*//", ""));
  }

  /** Ends it as a machine that fails does. */
  void kill() {
    signal("KILL");
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
