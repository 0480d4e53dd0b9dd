package cx.touchpoint.operator.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real program that a test runs for a moment, from the cache {@code ./touchpoint test} fills. */
public final class LoopbackProgram implements AutoCloseable {

  private static final long STOP_SECONDS = 20;

  private final Process process;

  private LoopbackProgram(Process process) {
    this.process = process;
  }

  /** Skips where one of the programs is not; each by its path in the cache. */
  public static void assume(String... programs) {
    for (String program : programs) {
      Path path = Cache.root().resolve(program);
      Assumptions.assumeTrue(
          Files.isExecutable(path),
          () ->
              "skipped: no "
                  + path
                  + "; './touchpoint test' provides it once, then plain 'mvn verify' finds it");
    }
  }

  /** Starts a program in a folder, where it also writes its log. */
  public static LoopbackProgram start(Path folder, String program, String... arguments)
      throws IOException {
    Path path = Cache.root().resolve(program);
    return new LoopbackProgram(
        new ProcessBuilder(Stream.concat(Stream.of(path.toString()), Stream.of(arguments)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(path.getFileName() + ".log").toFile())
            .start());
  }

  /** A port of the loopback interface that is free now. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
