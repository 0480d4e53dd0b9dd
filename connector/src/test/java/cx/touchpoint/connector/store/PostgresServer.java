package cx.touchpoint.connector.store;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL, in processes of its own, with a data directory that goes with it. */
public final class PostgresServer implements AutoCloseable {

  public static final String USER = "touchpoint";
  public static final String PASSWORD = "a password @ everybody: knows/";
  private static final String URI_PASSWORD = "a%20password%20%40%20everybody%3A%20knows%2F";
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Shared SHARED = new Shared();

  private final Path bin;
  private final Path directory;
  private final int port;
  private Process process;

  private PostgresServer(Path bin, Path directory, int port) throws IOException {
    this.bin = bin;
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /** The one that tests share which do not stop it. It ends with this JVM. */
  public static PostgresServer shared() {
    return SHARED.get();
  }

  /** One of its own. */
  public static PostgresServer start(String... settings) {
    try {
      return start(Files.createTempDirectory("touchpoint-postgres"), settings);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One of its own in an empty directory. */
  public static PostgresServer start(Path directory, String... settings) {
    Optional<Path> found = programs();
    Assumptions.assumeTrue(
        found.isPresent(),
        "skipped: no PostgreSQL server here; './touchpoint test' installs Debian's package postgresql");
    return start(found.orElseThrow(), directory, settings);
  }

  /** One of another version. */
  static PostgresServer start(Path bin, Path directory, String... settings) {
    try {
      Path password = directory.resolve("password");
      Files.writeString(password, PASSWORD);
      own(directory);
      run(
          bin.resolve("initdb").toString(),
          "--pgdata=" + directory.resolve("data"),
          "--username=" + USER,
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C");
      int port = freePort();
      List<String> lines = new ArrayList<>();
      lines.add("listen_addresses = '127.0.0.1'");
      lines.add("port = " + port);
      lines.add("unix_socket_directories = ''");
      lines.add("max_connections = 60");
      lines.addAll(List.of(settings));
      Path file = directory.resolve("data/postgresql.conf");
      run("sh", "-c", "printf '%s\\n' \"$@\" >>" + file, "sh", lines);
      return new PostgresServer(bin, directory, port);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A new database, in the form of a Secret's {@code uri}. */
  public String newDatabase() throws SQLException {
    String name = "test" + DATABASES.incrementAndGet();
    sql("postgres", "CREATE DATABASE " + name);
    return uri(USER, URI_PASSWORD, name);
  }

  public String uri(String user, String password, String database) {
    return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(user, password, port, database);
  }

  public void sql(String database, String statement) throws SQLException {
    try (Connection connection = connect(database);
        Statement asked = connection.createStatement()) {
      asked.execute(statement);
    }
  }

  /** The database that a URI names. */
  public static String databaseOf(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), USER, PASSWORD);
  }

  public int port() {
    return port;
  }

  public Path data() {
    return directory.resolve("data");
  }

  /** Ends it as a power cut would, as far as its processes go. */
  public void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("PostgreSQL does not die");
    }
  }

  /** Lets it stand still as it is. */
  public void freeze() throws IOException, InterruptedException {
    List<String> stop = new ArrayList<>(List.of("kill", "-STOP", Long.toString(process.pid())));
    process.descendants().forEach(it -> stop.add(Long.toString(it.pid())));
    if (new ProcessBuilder(stop).inheritIO().start().waitFor() != 0) {
      throw new AssertionError("PostgreSQL does not stand still");
    }
  }

  /** Starts it again on the same port. */
  public void restart() throws IOException {
    // What a killed server leaves; a fresh process may have its number.
    run("rm", "-f", data().resolve("postmaster.pid").toString());
    process = launch();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Process launch() throws IOException {
    Process started =
        new ProcessBuilder(asServer(bin.resolve("postgres").toString(), "-D", data().toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    Awaitility.await("PostgreSQL to answer")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              if (!started.isAlive()) {
                throw new AssertionError(Files.readString(directory.resolve("log")));
              }
              try (Connection connection = connect("postgres")) {
                return connection.isValid(1);
              }
            });
    return started;
  }

  private static Optional<Path> programs() {
    if (Boolean.getBoolean("touchpoint.quick")) {
      return Optional.empty();
    }
    try (Stream<Path> versions =
        Files.isDirectory(Path.of("/usr/lib/postgresql"))
            ? Files.list(Path.of("/usr/lib/postgresql"))
            : Stream.of()) {
      return Stream.concat(
              versions.sorted(Comparator.reverseOrder()).map(version -> version.resolve("bin")),
              Stream.of(System.getenv("PATH").split(":")).map(Path::of))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .findFirst();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // PostgreSQL refuses to run as root.
  private static List<String> asServer(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static void own(Path directory) throws IOException {
    if (isRoot()) {
      Process chown =
          new ProcessBuilder("chown", "-R", "postgres:postgres", directory.toString())
              .inheritIO()
              .start();
      end(chown, "chown");
    }
  }

  private static void run(
      String program, String option, String script, String name, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program, option, script, name));
    command.addAll(more);
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Path log = Files.createTempFile("touchpoint-postgres", ".log");
    Process process =
        new ProcessBuilder(asServer(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(Path.of("/").toFile())
            .start();
    end(process, Files.readString(log));
    Files.delete(log);
  }

  private static void end(Process process, String what) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("failed: " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static final class Shared {
    private @Nullable PostgresServer server;

    synchronized PostgresServer get() {
      PostgresServer running = server;
      if (running == null) {
        running = start();
        server = running;
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      }
      return running;
    }
  }
}
