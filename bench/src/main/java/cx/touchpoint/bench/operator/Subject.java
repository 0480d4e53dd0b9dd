package cx.touchpoint.bench.operator;

import cx.touchpoint.bench.JavaProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A measured process, under the operator's flags, that answers questions about itself. */
final class Subject implements AutoCloseable {

  /** So long after its last write an operator has nothing left to write. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final int LOOK_MILLIS = 50;
  private static final int COUNT_MILLIS = 200;

  private final JavaProcess process;
  private final String agent;

  private Subject(JavaProcess process, String agent) {
    this.process = process;
    this.agent = agent;
  }

  /**
   * Starts one.
   *
   * @param agent what it calls itself towards the API server; no other process may
   * @param limitMib the memory of the container it is to believe in, in MiB
   * @param arguments after the agent
   */
  static Subject start(
      ApiServer server, Class<?> program, String agent, int limitMib, List<String> arguments)
      throws IOException {
    String flags =
        System.getProperty("touchpoint.operator.flags") + " -XX:MaxRAM=" + limitMib + "m";
    var all = new ArrayList<String>();
    all.add(agent);
    all.addAll(arguments);
    return new Subject(
        JavaProcess.start(
            flags,
            List.of(program.getName()),
            all,
            Map.of("KUBECONFIG", server.kubeconfig().toString(), "LOG_LEVEL", "warn")),
        agent);
  }

  String agent() {
    return agent;
  }

  /** For processes that end by themselves: what they say then. */
  Look last() throws IOException {
    return Look.parse(process.line());
  }

  Look look() throws IOException {
    return Look.parse(process.ask("look"));
  }

  /** The same with the number of reconciles, which costs the process more. */
  Look counted() throws IOException {
    return Look.parse(process.ask("count"));
  }

  /** The same after a full garbage collection. */
  Look collected() throws IOException {
    return Look.parse(process.ask("collect"));
  }

  double cpuSeconds() {
    return process.cpuSeconds();
  }

  double memoryMib(String kind) throws IOException {
    return process.memoryMib(kind);
  }

  /**
   * Waits for something.
   *
   * @throws IllegalStateException with what was last seen, when it takes too long
   */
  Look until(Predicate<Look> reached, Duration longest) throws IOException, InterruptedException {
    return until(this::look, LOOK_MILLIS, reached, longest);
  }

  /** Waits until so many reconciles have come to their end. */
  Look reconciled(double reconciles, Duration longest) throws IOException, InterruptedException {
    return until(
        this::counted,
        COUNT_MILLIS,
        look -> look.reconciles() >= reconciles && (reconciles == 0 || look.firstReconcile() > 0),
        longest);
  }

  private interface Looking {
    Look look() throws IOException;
  }

  private Look until(Looking way, long pause, Predicate<Look> reached, Duration longest)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    Look look = way.look();
    while (!reached.test(look)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(agent + " is not done in " + longest + ": " + look);
      }
      Thread.sleep(pause);
      look = way.look();
    }
    return look;
  }

  /** Waits for something, then for the end of all writing; returns the look at the last write. */
  Look settled(Predicate<Look> reached, Duration longest) throws IOException, InterruptedException {
    var atLastWrite = new Look[] {look()};
    until(
        look -> {
          if (look.lastWrite() != atLastWrite[0].lastWrite()) {
            atLastWrite[0] = look;
          }
          return reached.test(look) && look.at() - look.lastWrite() > QUIET.toNanos() / 1000;
        },
        longest);
    return atLastWrite[0];
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
