package cx.touchpoint.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when there is no cluster that tells. */
final class StatusTest {

  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters: [{name: c, cluster: {server: "%s"}}]
      users: [{name: u, user: {token: t}}]
      contexts: [{name: here, context: {cluster: c, user: u}}, {name: there, context: {cluster: c, user: u}}]
      current-context: here
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void aClusterThatIsDownIsTold() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String server = "http://127.0.0.1:" + free + "/";

    isRefused(
        CommandRun.of("status", "--kubeconfig", kubeconfig(server)),
        "the cluster at "
            + server
            + " (context here) cannot be reached: nothing listens there. Is it up? Check"
            + " --kubeconfig and --context.");
  }

  @Test
  void aClusterThatNobodyKnowsIsTold() throws IOException {
    isRefused(
        CommandRun.of("status", "--kubeconfig", kubeconfig("https://cluster.invalid")),
        "the cluster at https://cluster.invalid/ (context here) cannot be reached: its host is not"
            + " known here. Check --kubeconfig and --context.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | does not accept your credentials. Log in anew, or choose another --context.
          403 | you may not list responsetimetargets.touchpoint.cx in namespace default of the cluster at
          404 | has no responsetimetargets.touchpoint.cx. Install Touchpoint there (docs/install.md), or choose another --context.
          500 | answered: Failure executing: GET
          200 | cannot be reached: it does not answer as a Kubernetes API server does.
          """)
  void whateverItAnswersIsASentence(int status, String sentence) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "<html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      isRefused(CommandRun.of("status", "--kubeconfig", kubeconfig(address)), sentence);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aContextThatThereIsNotIsToldWithThoseThatThereAre() throws IOException {
    isRefused(
        CommandRun.of("status", "--kubeconfig", kubeconfig("http://c"), "--context", "ther"),
        "--context ther: there is no such context. There are: here, there");
  }

  @Test
  void aKubeconfigThatThereIsNotIsTold() {
    isRefused(
        CommandRun.of("status", "--kubeconfig", "no/such/file"),
        "--kubeconfig no/such/file: there is no such file");
  }

  @Test
  void aKubeconfigThatIsNoneIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("kubeconfig"), "a: [");

    isRefused(
        CommandRun.of("status", "--kubeconfig", file.toString()),
        "--kubeconfig " + file + " cannot be read: ");
  }

  @ParameterizedTest
  @CsvSource({
    "-n care -A, -n and -A contradict each other",
    "--watch --require-kept, --watch never ends",
    "-o yaml, expected one of",
  })
  void contradictionsAreRefused(String arguments, String sentence) {
    CommandRun run = CommandRun.of(("status " + arguments).split(" "));

    assertThat(run.exit()).isEqualTo(Exit.USER);
    assertThat(run.err()).contains(sentence);
  }

  private static void isRefused(CommandRun run, String sentence) {
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.USER);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("touchpoint status: ").contains(sentence).hasLineCount(1);
  }

  private String kubeconfig(String server) throws IOException {
    return Files.writeString(folder.resolve("kubeconfig.yaml"), KUBECONFIG.formatted(server))
        .toString();
  }
}
