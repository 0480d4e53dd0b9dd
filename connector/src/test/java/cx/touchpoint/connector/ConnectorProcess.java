package cx.touchpoint.connector;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A connector in a process of its own, so that it can be killed and sent signals. */
public final class ConnectorProcess implements AutoCloseable {

  private final Path directory;
  private final int port;
  private final int managementPort;
  private final List<String> more;
  private Process process;

  /** Starts one and waits until it is ready. The directory holds config/ and credentials/. */
  public ConnectorProcess(Path directory, String... more) throws IOException {
    this.directory = directory;
    this.port = freePort();
    this.managementPort = freePort();
    this.more = List.of(more);
    this.process = launch();
  }

  static ConnectorProcess echoChat(Path directory, String... more) throws IOException {
    Files.createDirectories(directory.resolve("config"));
    Files.createDirectories(directory.resolve("credentials"));
    Files.writeString(directory.resolve("config/connector.json"), Configuration.webChat().json());
    Files.writeString(directory.resolve("credentials/sessionKey"), RunningConnector.SESSION_KEY);
    return new ConnectorProcess(directory, more);
  }

  /** Ends it as a crash would: no drain, no close frame, no word. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not die");
    }
  }

  /** Starts another one in its place, on the same ports. */
  public void restart() throws IOException {
    process = launch();
  }

  /** Lets it stand still as long as the other's work takes. */
  public void frozenFor(Runnable work) throws IOException, InterruptedException {
    signal("STOP");
    try {
      work.run();
    } finally {
      signal("CONT");
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("no signal " + name);
    }
  }

  /** Sends SIGTERM and does not wait. */
  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after 30 s, log:\n" + log());
    }
    return process.exitValue();
  }

  public URI open(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public URI socket() {
    return URI.create("ws://127.0.0.1:" + port + "/ws");
  }

  public URI internal(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private Process launch() throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dlog4j2.configurationFile=classpath:log4j2.xml",
            Main.class.getName(),
            "--config=" + directory.resolve("config"),
            "--credentials=" + directory.resolve("credentials"),
            "--responder-credentials=" + directory.resolve("responder"),
            "--history=" + directory.resolve("history"),
            "--host=127.0.0.1",
            "--port=" + port,
            "--management-port=" + managementPort,
            "--records-port=0");
    command.command().addAll(more);
    Process started =
        command
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    Awaitility.await("the connector to be ready")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              if (!started.isAlive()) {
                throw new AssertionError("it ended, log:\n" + log());
              }
              return ready();
            });
    return started;
  }

  private boolean ready() throws InterruptedException {
    try {
      HttpResponse<String> readiness = RunningConnector.get(internal("/readyz"));
      return readiness.statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
