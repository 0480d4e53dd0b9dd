package cx.touchpoint.bench.connector;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL with its own settings, syncing each commit, for as long as a benchmark lasts.
 */
final class Postgres implements AutoCloseable {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final long LONGEST_SECONDS = 60;
  private static final String USER = "touchpoint";

  private final Path directory;
  private final int port;
  private final Process process;

  private Postgres(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts one; answers when it returns. */
  static Postgres start() throws IOException, InterruptedException {
    Path bin;
    try (var versions = Files.list(DEBIAN)) {
      bin =
          versions
              .max(Comparator.naturalOrder())
              .orElseThrow(() -> new IOException("nothing in " + DEBIAN))
              .resolve("bin");
    }
    Path directory = Files.createTempDirectory("touchpoint-bench-postgres");
    Path data = directory.resolve("data");
    if (isRoot()) {
      end(new ProcessBuilder("chown", "postgres", directory.toString()).start());
    }
    end(
        run(
            bin.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C"));
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Process process =
        run(
            bin.resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=");
    var postgres = new Postgres(directory, port, process);
    postgres.await(bin);
    return postgres;
  }

  private void await(Path bin) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (run(
                bin.resolve("pg_isready").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port))
            .waitFor()
        != 0) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new IOException("PostgreSQL does not answer");
      }
    }
  }

  /** In the form of a Secret's {@code uri}. */
  String uri() {
    return "postgresql://%s:none@127.0.0.1:%d/postgres?sslmode=disable".formatted(USER, port);
  }

  String jdbc() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&sslmode=disable".formatted(port, USER);
  }

  // PostgreSQL refuses to run as root.
  private static Process run(String... command) throws IOException {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    whole.addAll(List.of(command));
    return new ProcessBuilder(whole)
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void end(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("PostgreSQL's data directory could not be made");
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Override
  public void close() throws IOException {
    process.destroy(); // SIGTERM: what is connected may end first
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
