package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

/** A program of the examples that serves a port, as a reader would start it. */
final class PythonExample implements AutoCloseable {

  private final Process process;

  private PythonExample(Process process) {
    this.process = process;
  }

  /** Skips the test where there is no Python, which is an error in CI. */
  static void assumePython() {
    if (!isThere()) {
      assertThat(System.getenv("CI")).as("CI needs python3").isNull();
      System.err.println("SKIPPED the programs of the examples: no python3 on the PATH");
      assumeTrue(false, "no python3 on the PATH");
    }
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param file below examples/
   */
  static PythonExample start(String file, int port, Map<String, String> environment)
      throws IOException {
    ProcessBuilder python = new ProcessBuilder("python3", "../examples/" + file).inheritIO();
    python.redirectError(ProcessBuilder.Redirect.DISCARD); // its log of requests
    python.environment().putAll(environment);
    python.environment().put("PORT", String.valueOf(port));
    PythonExample started = new PythonExample(python.start());
    await(file + " to listen").until(() -> listens(port));
    return started;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("python3", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
