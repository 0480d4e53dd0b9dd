package cx.touchpoint.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, so that what it costs can be told from what the benchmark costs. */
public final class JavaProcess implements AutoCloseable {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final long STOP_SECONDS = 20;
  private static final int LAST_LINES = 12;
  private static final int WIDEST = 500;

  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;
  private final Path errors;

  private JavaProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
    this.input = process.outputWriter(UTF_8);
    this.errors = errors;
  }

  /**
   * Starts one. What it writes to standard error is kept in a file and shown if it fails.
   *
   * @param flags of the JVM, separated by spaces
   * @param program a main class on our own class path, or {@code -jar} and a file
   */
  public static JavaProcess start(
      String flags, List<String> program, List<String> arguments, Map<String, String> environment)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(JAVA.toString());
    command.addAll(List.of(flags.strip().split(" +")));
    String profiles = System.getProperty("touchpoint.profiles", "");
    if (!profiles.isEmpty()) {
      command.add("-Xlog:jfr*=error");
      command.add("-XX:StartFlightRecording:settings=profile,filename=" + profiles + "/%p.jfr");
    }
    if (!program.getFirst().equals("-jar")) {
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    }
    command.addAll(program);
    command.addAll(arguments);
    Path errors = Files.createTempFile("touchpoint-bench", ".log");
    File sink = errors.toFile();
    sink.deleteOnExit();
    var builder = new ProcessBuilder(command).redirectError(sink);
    builder.environment().putAll(environment);
    return new JavaProcess(builder.start(), errors);
  }

  /**
   * The next line it prints.
   *
   * @throws IOException with the end of its log when it ended instead
   */
  public String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      List<String> log =
          Files.readAllLines(errors).stream()
              .map(it -> it.substring(0, Math.min(it.length(), WIDEST)))
              .toList();
      throw new IOException(
          "the measured process ended early; its last words:\n"
              + String.join("\n", log.subList(Math.max(0, log.size() - LAST_LINES), log.size())));
    }
    return line;
  }

  /** Writes a line to its standard input and returns the next line it prints. */
  public String ask(String question) throws IOException {
    input.write(question);
    input.newLine();
    input.flush();
    return line();
  }

  /** Ends it by SIGKILL, as a node that fails does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Processor time it has used so far, in seconds. */
  public double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /**
   * Memory in use now, in MiB.
   *
   * @param kind {@code VmRSS:} for all of it, {@code RssAnon:} for what no file stands behind
   */
  public double memoryMib(String kind) throws IOException {
    return memoryMib(Path.of("/proc/" + process.pid() + "/status"), kind);
  }

  /** A line of a process's status file, in MiB. */
  public static double memoryMib(Path status, String key) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(it -> it.startsWith(key))
        .mapToDouble(it -> Double.parseDouble(it.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new IOException(status + " has no " + key));
  }

  /** Asks it to end by SIGTERM and waits for that. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.close();
    Files.deleteIfExists(errors);
  }
}
