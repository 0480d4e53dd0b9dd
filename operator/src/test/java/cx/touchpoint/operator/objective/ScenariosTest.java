package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the rules of promises tell of outages, quiet nights and months' ends: {@code
 * src/test/resources/scenarios/<case>}, {@link CalendarScenarios} and {@link ManyChannels}. All of
 * them are one run of Prometheus' own test tool, whose words tell what was expected and what came.
 */
final class ScenariosTest {

  private static final Path CASES = Path.of("src/test/resources/scenarios");

  @ParameterizedTest
  @EnumSource
  void everyScenarioGoesAsItsFileSays(Promtool promtool, @TempDir Path folder) throws Exception {
    var files = new ArrayList<Path>();
    for (Scenario scenario : scenarios()) {
      files.add(scenario.write(folder));
    }
    promtool.testRules(files);
  }

  private static List<Scenario> scenarios() throws IOException {
    var scenarios = new ArrayList<Scenario>();
    try (Stream<Path> folders = Files.list(CASES)) {
      folders.sorted().map(Scenario::read).forEach(scenarios::add);
    }
    scenarios.addAll(CalendarScenarios.all());
    scenarios.add(ManyChannels.scenario());
    return scenarios;
  }
}
