package cx.touchpoint.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The real kubectl, as a person at the keyboard would use it. */
record Kubectl(Path program, Path kubeconfig) {

  /** How a command ended and everything it printed. */
  record Ran(int exit, String output) {}

  /** The one on the PATH, else the one the local cluster was built with. */
  static Kubectl of(Cluster cluster) {
    return new Kubectl(
        onPath("kubectl").or(Kubectl::inCache).orElseThrow(Kubectl::nowhere), cluster.kubeconfig());
  }

  Ran run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
    builder
        .environment()
        .put("KUBECACHEDIR", Path.of("target", "kubectl").toAbsolutePath().toString());
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kubectl ran", e);
    }
  }

  /** A program on the PATH, by the first of these names that is there. */
  static Optional<Path> onPath(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(it -> Path.of(it, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> inCache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    try (Stream<Path> files =
        Files.find(
            root.resolve("touchpoint"),
            4,
            (it, attributes) -> it.endsWith("kubectl") && Files.isExecutable(it))) {
      return files.max(Path::compareTo);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static AssertionError nowhere() {
    return new AssertionError(
        "no kubectl on the PATH and none in the cache: './touchpoint up' names its directory");
  }
}
