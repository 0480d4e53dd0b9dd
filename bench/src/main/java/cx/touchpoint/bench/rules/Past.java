package cx.touchpoint.bench.rules;

import cx.touchpoint.bench.rules.RuleSet.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a Prometheus would hold had it scraped and evaluated all the while, written as blocks by
 * Prometheus' own tool.
 */
final class Past {

  /** How far back a look at a moment finds a sample; a little more. */
  private static final Duration LATEST = Duration.ofMinutes(10);

  /**
   * The longest block that is written at once; a shorter one makes promtool read all of it again.
   */
  private static final String WHOLE = "--max-block-duration=486h";

  private final Programs programs;
  private final Path folder;

  Past(Programs programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /** Writes what was scraped. */
  void scraped(Path samples) throws IOException, InterruptedException {
    Programs.run(
        programs.promtool(),
        List.of("tsdb", "create-blocks-from", "openmetrics", WHOLE, samples.toString(), data()));
  }

  /** Writes what these rules recorded; of series that are never read over a range the latest. */
  void recorded(RuleSet rules) throws IOException, InterruptedException {
    for (List<Entry> layer : rules.layers()) {
      try (var prometheus = PrometheusProcess.start(programs.prometheus(), folder)) {
        evaluate(layer, rules::isReadOverRange, Traffic.BEGIN, prometheus);
        evaluate(layer, it -> !rules.isReadOverRange(it), Traffic.END.minus(LATEST), prometheus);
      }
    }
  }

  private void evaluate(
      List<Entry> layer, Predicate<Entry> which, Instant begin, PrometheusProcess prometheus)
      throws IOException, InterruptedException {
    List<Entry> chosen = layer.stream().filter(which).toList();
    if (chosen.isEmpty()) {
      return;
    }
    Path file = folder.resolve("layer.rules.yaml");
    Files.writeString(file, RuleSet.file(chosen));
    var arguments =
        new ArrayList<>(List.of("tsdb", "create-blocks-from", "rules", "--url", prometheus.url()));
    arguments.addAll(List.of("--start", begin.toString(), "--end", Traffic.END.toString()));
    arguments.addAll(List.of("--output-dir", data(), file.toString()));
    Programs.run(programs.promtool(), arguments);
  }

  private String data() {
    return folder.resolve("data").toString();
  }
}
