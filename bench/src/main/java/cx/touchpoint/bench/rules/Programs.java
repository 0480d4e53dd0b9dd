package cx.touchpoint.bench.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs that {@code bench/run} provides for this benchmark.
 *
 * @param sloth makes rules of a file of its own form
 */
record Programs(Path prometheus, Path promtool, Path sloth) {

  /** Reads them from the properties that {@code bench/run} sets. */
  static Programs provided() {
    return new Programs(provided("prometheus"), provided("promtool"), provided("sloth"));
  }

  private static Path provided(String name) {
    Path program = Path.of(System.getProperty("touchpoint." + name, ""));
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException("there is no program " + name + ": run bench/run");
    }
    return program;
  }

  /**
   * Runs one to its end.
   *
   * @throws IOException with its words when it does not end with 0
   */
  static void run(Path program, List<String> arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(program.getFileName() + " failed: " + said);
    }
  }
}
