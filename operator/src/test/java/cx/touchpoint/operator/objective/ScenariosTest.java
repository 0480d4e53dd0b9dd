package cx.touchpoint.operator.objective;

import cx.touchpoint.operator.testing.Promtool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the rules of promises tell of outages, quiet nights and months' ends: {@code
 * src/test/resources/scenarios/<case>}, {@link CalendarScenarios} and {@link ManyChannels}. All of
 * them are one run of Prometheus' own test tool, whose words tell what was expected and what came.
 * Both majors run at the same time.
 */
final class ScenariosTest {

  private static final ExecutorService RUNS = Executors.newVirtualThreadPerTaskExecutor();
  private static final Map<Promtool, Future<Promtool.Verdict>> VERDICTS =
      new EnumMap<>(Promtool.class);

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    var files = new ArrayList<Path>();
    for (Scenario scenario : Scenario.all()) {
      files.add(scenario.write(folder));
    }
    for (Promtool promtool : Promtool.values()) {
      if (promtool.isThere()) {
        VERDICTS.put(promtool, RUNS.submit(() -> promtool.test(files)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyScenarioGoesAsItsFileSays(Promtool promtool) throws Exception {
    promtool.assume();
    Objects.requireNonNull(VERDICTS.get(promtool)).get().isFine();
  }

  @AfterAll
  static void end() {
    RUNS.close();
  }
}
