package cx.touchpoint.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be measured, as the command line says it.
 *
 * @param benchmarks by name, all where none is named
 * @param rounds how often each side runs
 * @param store whether the result is kept
 * @param only parts of the benchmark to run, all where none is named
 * @param divisor sizes are divided by it, to try the benchmark itself out
 */
public record Wish(
    List<String> benchmarks, int rounds, boolean store, List<String> only, int divisor) {

  private static final int ROUNDS = 5;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when a partial result would be kept
   */
  static Wish of(String... arguments) {
    var benchmarks = new ArrayList<String>();
    boolean store = false;
    int rounds = ROUNDS;
    List<String> only = List.of();
    int divisor = 1;
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.equals("--store")) {
        store = true;
      } else if (argument.matches("--rounds=[1-9][0-9]?")) {
        rounds = Integer.parseInt(value);
      } else if (argument.startsWith("--only=")) {
        only = List.of(value.split(","));
      } else if (argument.matches("--divide-by=[1-9][0-9]?")) {
        divisor = Integer.parseInt(value);
      } else {
        benchmarks.add(argument);
      }
    }
    if (store && (!only.isEmpty() || divisor > 1)) {
      throw new IllegalArgumentException(
          "--store keeps whole results: leave --only and --divide-by out");
    }
    return new Wish(List.copyOf(benchmarks), rounds, store, only, divisor);
  }

  /** Whether a part of a benchmark is to run. */
  public boolean wants(String part) {
    return only.isEmpty() || only.contains(part);
  }
}
