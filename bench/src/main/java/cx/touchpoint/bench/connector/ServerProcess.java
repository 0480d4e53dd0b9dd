package cx.touchpoint.bench.connector;

import cx.touchpoint.bench.JavaProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server under measurement: the connector or the floor, in a JVM of its own. */
final class ServerProcess implements AutoCloseable {

  /** What both say, followed by their two ports, once they listen. */
  static final String LISTENING = "Listening for customers on port";

  private static final Pattern PORTS = Pattern.compile(LISTENING + " (\\d+)\\D+(\\d+)");
  private static final int OK = HttpURLConnection.HTTP_OK;

  private final JavaProcess process;
  private final int port;
  private final double startSeconds;

  private ServerProcess(JavaProcess process, int port, double startSeconds) {
    this.process = process;
    this.port = port;
    this.startSeconds = startSeconds;
  }

  /** The connector with this channel; ready when it returns. */
  static ServerProcess connector(Setup setup, String moreFlags) throws IOException {
    return start(
        setup.flags() + " " + moreFlags,
        List.of("-jar", System.getProperty("touchpoint.connector.jar")),
        setup.arguments());
  }

  /** The floor, under the same flags; ready when it returns. */
  static ServerProcess bare(Setup setup) throws IOException {
    return start(setup.flags(), List.of(BareServer.class.getName()), List.of());
  }

  /** The floor of open chats; ready when it returns. */
  static ServerProcess bareSockets(Setup setup) throws IOException {
    return start(setup.flags(), List.of(BareSockets.class.getName()), List.of());
  }

  /** The floor of what keeps: one row for each body; ready when it returns. */
  static ServerProcess inserting(Setup setup, String jdbc) throws IOException {
    return start(setup.flags(), List.of(InsertServer.class.getName()), List.of(jdbc));
  }

  /** A route of Apache Camel that keeps; ready when it returns. */
  static ServerProcess camel(Setup setup, String jdbc) throws IOException {
    return start(
        setup.flags(),
        List.of(CamelServer.class.getName()),
        List.of(jdbc, Base64.getEncoder().encodeToString(setup.key())));
  }

  private static ServerProcess start(String flags, List<String> program, List<String> arguments)
      throws IOException {
    long started = System.nanoTime();
    var process = JavaProcess.start(flags, program, arguments, Map.of());
    Matcher ports = PORTS.matcher(process.line());
    while (!ports.find()) {
      ports.reset(process.line());
    }
    URI ready = URI.create("http://127.0.0.1:" + ports.group(2) + "/readyz");
    int status = OK - 1;
    while (status != OK) {
      var connection = (HttpURLConnection) ready.toURL().openConnection();
      status = connection.getResponseCode();
      connection.disconnect();
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new ServerProcess(process, Integer.parseInt(ports.group(1)), seconds);
  }

  /** Where customers' requests go. */
  int port() {
    return port;
  }

  /** From the start of its JVM to its first 200 from {@code /readyz}. */
  double startSeconds() {
    return startSeconds;
  }

  double cpuSeconds() {
    return process.cpuSeconds();
  }

  double memoryMib() throws IOException {
    return process.memoryMib("VmRSS:");
  }

  /** What no file stands behind: the kernel cannot take it back when the limit is near. */
  double anonymousMib() throws IOException {
    return process.memoryMib("RssAnon:");
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
