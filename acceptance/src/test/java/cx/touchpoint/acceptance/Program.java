package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real program, as a person at the keyboard would use it on the cluster under test. */
record Program(Path file, Path kubeconfig) {

  /** How a command ended and everything it printed. */
  record Ran(int exit, String output) {}

  static Program kubectl(Cluster cluster) {
    return of("kubectl", cluster);
  }

  static Program helm(Cluster cluster) {
    return of("helm", cluster);
  }

  /** The command of this project. */
  static Program touchpoint(Cluster cluster) {
    return new Program(Path.of("..", "touchpoint"), cluster.kubeconfig());
  }

  /** The one on the PATH, else the one the local cluster was built with. */
  private static Program of(String name, Cluster cluster) {
    return new Program(
        onPath(name)
            .or(() -> inCache(name))
            .orElseThrow(
                () ->
                    new AssertionError(
                        "no %s on the PATH and none in the cache: './touchpoint up' brings it there"
                            .formatted(name))),
        cluster.kubeconfig());
  }

  Ran run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
    // What they keep for themselves is not to lie about in the home directory.
    environment.put("KUBECACHEDIR", directory("kubectl"));
    for (String kept : List.of("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")) {
      environment.put(kept, directory("helm"));
    }
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + file + " ran", e);
    }
  }

  /** What it prints when it succeeds, as it must. */
  String succeed(String... arguments) {
    Ran ran = run(arguments);
    assertThat(ran.exit())
        .as("%s %s%n%s", file.getFileName(), String.join(" ", arguments), ran.output())
        .isZero();
    return ran.output();
  }

  /** A program on the PATH, by the first of these names that is there. */
  static Optional<Path> onPath(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(it -> Path.of(it, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> inCache(String name) {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    try (Stream<Path> files =
        Files.find(
            root.resolve("touchpoint"),
            4,
            (it, attributes) ->
                it.endsWith(name) && attributes.isRegularFile() && Files.isExecutable(it))) {
      return files.max(Path::compareTo);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String directory(String name) {
    return Path.of("target", name).toAbsolutePath().toString();
  }
}
