package cx.touchpoint.bench;

import cx.touchpoint.bench.connector.ConnectorBench;
import cx.touchpoint.bench.operator.OperatorBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs benchmarks and prints one table for each. {@code bench/run --help} tells how. */
public final class Bench {

  private static final Path RESULTS = Path.of("bench/results");

  private Bench() {}

  /** One benchmark: what it measures and how often. */
  private record Run(String name, Benchmark benchmark) {}

  /** Something that measures. */
  private interface Benchmark {
    Measured run(int rounds) throws Exception;
  }

  /**
   * What a benchmark found.
   *
   * @param setting what was run, in a sentence
   * @param rows the lines of its table
   */
  public record Measured(String setting, List<Row> rows) {}

  /** Takes {@code operator}, {@code connector} or both, {@code --rounds=N} and {@code --store}. */
  @SuppressWarnings("SystemOut") // the table is what this command is for
  public static void main(String[] arguments) throws Exception {
    var names = new ArrayList<String>();
    boolean store = false;
    int rounds = 5;
    for (String argument : arguments) {
      if (argument.equals("--store")) {
        store = true;
      } else if (argument.matches("--rounds=[1-9][0-9]?")) {
        rounds = Integer.parseInt(argument.substring("--rounds=".length()));
      } else {
        names.add(argument);
      }
    }
    for (Run run : runs(names)) {
      double loadBefore = Machine.load();
      Measured measured = run.benchmark().run(rounds);
      var result =
          new Result(
              run.name(), measured.setting(), rounds, Machine.now(loadBefore), measured.rows());
      System.out.println(result.table(Result.stored(RESULTS, run.name())));
      if (store) {
        result.store(RESULTS);
      }
    }
  }

  private static List<Run> runs(List<String> names) {
    List<Run> all =
        List.of(new Run("operator", OperatorBench::run), new Run("connector", ConnectorBench::run));
    for (String name : names) {
      if (all.stream().noneMatch(it -> it.name().equals(name))) {
        throw new IllegalArgumentException(
            name + " is no benchmark: write operator, connector, --rounds=N or --store");
      }
    }
    return names.isEmpty() ? all : all.stream().filter(it -> names.contains(it.name())).toList();
  }

  /** Says how far a run got, on standard error. */
  public static void tell(String format, Object... values) {
    System.err.println("bench: " + format.formatted(values));
  }
}
