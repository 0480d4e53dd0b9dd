package cx.touchpoint.operator.objective;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import cx.touchpoint.operator.prometheus.RuleFiles;
import cx.touchpoint.operator.prometheus.RuleGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What customers met, and what the rules of promises must have made of it.
 *
 * @param name of its files
 * @param groups the rules, as they are rendered
 * @param tests series and expectations, in promtool's own words
 */
record Scenario(String name, List<RuleGroup> groups, String tests) {

  private static final Path CASES = Path.of("src/test/resources/scenarios");

  /** All there are. */
  static List<Scenario> all() throws IOException {
    var scenarios = new ArrayList<Scenario>();
    try (Stream<Path> folders = Files.list(CASES)) {
      folders.sorted().map(Scenario::read).forEach(scenarios::add);
    }
    scenarios.addAll(CalendarScenarios.all());
    scenarios.add(ManyChannels.scenario());
    return scenarios;
  }

  /**
   * Reads a folder: {@code promise*.yaml} (see {@link PromiseCase}; a first line {@code # pace: 12}
   * makes its rules that much faster) and {@code tests.yaml}.
   */
  static Scenario read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      var groups = new ArrayList<RuleGroup>();
      for (Path file :
          files.filter(it -> it.getFileName().toString().startsWith("promise")).sorted().toList()) {
        groups.addAll(rules(Files.readString(file)));
      }
      return new Scenario(
          folder.getFileName().toString(), groups, Files.readString(folder.resolve("tests.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules of a promise; fails when any of it cannot be kept track of. */
  static List<RuleGroup> rules(String promise) {
    var pace =
        promise
            .lines()
            .filter(it -> it.startsWith("# pace: "))
            .map(it -> new Pace(Integer.parseInt(it.substring("# pace: ".length()))))
            .findFirst()
            .orElse(Pace.NORMAL);
    PromisePlan plan = PromiseCase.of(promise, pace).plan();
    if (!plan.problems().isEmpty()) {
      throw new IllegalArgumentException(plan.problems().toString());
    }
    return plan.objectives().stream().flatMap(it -> ObjectiveRules.of(it, pace).stream()).toList();
  }

  /** Writes rules and tests where promtool finds them, and tells which file it is to run. */
  Path write(Path folder) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(
        file,
        "rule_files: [%s]\ngroup_eval_order: %s\n%s"
            .formatted(
                rules(folder).values().stream()
                    .map(it -> it.getFileName().toString())
                    .collect(Collectors.joining(", ")),
                evaluationOrder(),
                tests));
    return file;
  }

  /** Writes the rules, a file for each namespace, as an object for each would hold them. */
  SortedMap<String, Path> rules(Path folder) throws IOException {
    var files = new TreeMap<String, Path>();
    for (var group :
        groups.stream().collect(Collectors.groupingBy(Scenario::namespace)).entrySet()) {
      Path file = folder.resolve(name + "." + group.getKey() + ".rules.yaml");
      Files.writeString(file, RuleFiles.of(group.getValue()));
      files.put(group.getKey(), file);
    }
    return files;
  }

  private static String namespace(RuleGroup group) {
    return Objects.requireNonNull(group.rules().getFirst().labels().get("namespace"));
  }

  /**
   * Prometheus promises no order among groups. Blocks come last here: then they meet a clock's
   * offset of the same moment, and the other groups what was known of blocks before.
   */
  private String evaluationOrder() {
    var order = JsonNodeFactory.instance.arrayNode();
    for (String part : List.of(".fast", ".slow", ".blocks")) {
      groups.stream().map(RuleGroup::name).filter(it -> it.endsWith(part)).forEach(order::add);
    }
    return order.toString();
  }
}
