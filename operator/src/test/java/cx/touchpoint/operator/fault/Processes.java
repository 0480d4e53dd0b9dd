package cx.touchpoint.operator.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Processes of the operating system, and the signals that cannot be caught. */
final class Processes {

  private static final Path LOGS = Path.of("target/fault");

  private Processes() {}

  /** Starts a program; what it says is added to {@code target/fault/NAME.log}. */
  static Process start(String name, List<String> command) {
    return start(name, command, Map.of());
  }

  static Process start(String name, List<String> command, Map<String, String> environment) {
    try {
      Files.createDirectories(LOGS);
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(LOGS.resolve(name + ".log").toFile()));
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL, and waits for the end. */
  static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  static void freeze(Process process) {
    signal("STOP", process);
  }

  static void resume(Process process) {
    signal("CONT", process);
  }

  private static void signal(String signal, Process process) {
    var kill = start("signals", List.of("kill", "-" + signal, String.valueOf(process.pid())));
    if (kill.onExit().join().exitValue() != 0) {
      throw new AssertionError("kill -" + signal + " " + process.pid() + " failed");
    }
  }
}
