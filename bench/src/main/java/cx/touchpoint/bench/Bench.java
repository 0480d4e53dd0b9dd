package cx.touchpoint.bench;

import cx.touchpoint.bench.connector.ConnectorBench;
import cx.touchpoint.bench.connector.KeepingBench;
import cx.touchpoint.bench.connector.SocketsBench;
import cx.touchpoint.bench.operator.OperatorBench;
import cx.touchpoint.bench.replay.ReplayBench;
import cx.touchpoint.bench.replay.SizingBench;
import cx.touchpoint.bench.rules.RulesBench;
import java.nio.file.Path;
import java.util.List;

/** Runs benchmarks and prints one table for each. {@code bench/run --help} tells how. */
public final class Bench {

  private static final Path RESULTS = Path.of("bench/results");
  private static final int GATE_MISSED = 1;

  private Bench() {}

  /** One benchmark: what it measures. */
  private record Run(String name, Benchmark benchmark) {}

  /** Something that measures. */
  private interface Benchmark {
    Measured run(Wish wish) throws Exception;
  }

  /**
   * What a benchmark found.
   *
   * @param setting what was run, in a sentence
   * @param beside what the column beside ours is called
   * @param rows the lines of its table
   * @param gates what must hold
   */
  public record Measured(String setting, String beside, List<Row> rows, List<Gate> gates) {

    /** Beside the least that does the same. */
    public Measured(String setting, List<Row> rows, List<Gate> gates) {
      this(setting, "floor", rows, gates);
    }
  }

  /** Takes what {@link Wish} reads; ends with 1 when a gate is missed. */
  @SuppressWarnings("SystemOut") // the table is what this command is for
  public static void main(String[] arguments) throws Exception {
    Wish wish = Wish.of(arguments);
    boolean met = true;
    for (Run run : runs(wish.benchmarks())) {
      double loadBefore = Machine.load();
      Measured measured = run.benchmark().run(wish);
      var result =
          new Result(
              run.name(),
              measured.setting(),
              measured.beside(),
              wish.rounds(),
              Machine.now(loadBefore),
              measured.rows(),
              measured.gates());
      System.out.println(result.table(Result.stored(RESULTS, run.name())));
      if (wish.store()) {
        result.store(RESULTS);
      }
      met &= measured.gates().stream().allMatch(Gate::isMet);
    }
    if (!met) {
      System.exit(GATE_MISSED);
    }
  }

  private static List<Run> runs(List<String> names) {
    List<Run> all =
        List.of(
            new Run("operator", OperatorBench::run),
            new Run("connector", ConnectorBench::run),
            new Run("keeping", KeepingBench::run),
            new Run("sockets", SocketsBench::run),
            new Run("rules", RulesBench::run),
            new Run("replay", ReplayBench::run),
            new Run("sizing", SizingBench::run));
    for (String name : names) {
      if (all.stream().noneMatch(it -> it.name().equals(name))) {
        throw new IllegalArgumentException(
            name
                + " is no benchmark: write operator, connector, keeping, sockets, rules, replay, sizing, or an"
                + " option (--help)");
      }
    }
    return names.isEmpty() ? all : all.stream().filter(it -> names.contains(it.name())).toList();
  }

  /** Says how far a run got, on standard error. */
  public static void tell(String format, Object... values) {
    System.err.println("bench: " + format.formatted(values));
  }
}
