package cx.touchpoint.operator.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Expressions of PromQL, held against both majors of Prometheus. */
public final class Expressions {

  /** JSON is YAML, and promtool reads YAML. */
  private static final ObjectMapper JSON = new ObjectMapper();

  private Expressions() {}

  /**
   * A series as promtool takes it.
   *
   * @param series name and labels, as in PromQL
   * @param values in promtool's notation, one a minute, for example {@code 0+5x60}
   */
  public record Given(String series, String values) {}

  /** What an expression must give; no samples when it must give nothing. */
  public record Expected(String expression, List<Sample> samples) {}

  /** A value and the labels it comes with, as in PromQL. */
  public record Sample(String labels, double value) {}

  /** Fails with promtool's own words when one of them is no PromQL. */
  public static void parse(Collection<String> expressions, Path scratch)
      throws IOException, InterruptedException {
    List<Map<String, String>> rules =
        expressions.stream().map(it -> Map.of("record", "touchpoint:asked", "expr", it)).toList();
    Path file = scratch.resolve("asked.rules.yaml");
    write(file, Map.of("groups", List.of(Map.of("name", "asked", "rules", rules))));
    for (Promtool promtool : Promtool.values()) {
      promtool.checkRules(List.of(file));
    }
  }

  /** Fails with promtool's own words when one of them gives anything else after an hour. */
  public static void evaluate(List<Given> given, List<Expected> expected, Path scratch)
      throws IOException, InterruptedException {
    Map<String, Object> test =
        Map.of(
            "interval",
            "1m",
            "input_series",
            given,
            "promql_expr_test",
            expected.stream()
                .map(
                    it ->
                        Map.of(
                            "expr",
                            it.expression(),
                            "eval_time",
                            "1h",
                            "exp_samples",
                            it.samples()))
                .toList());
    Path file = scratch.resolve("asked.test.yaml");
    write(file, Map.of("evaluation_interval", "1m", "tests", List.of(test)));
    for (Promtool promtool : Promtool.values()) {
      promtool.testRules(List.of(file));
    }
  }

  private static void write(Path file, Object content) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(content));
  }
}
