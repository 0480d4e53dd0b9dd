package cx.touchpoint.operator.objective;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.prometheus.RuleFiles;
import cx.touchpoint.operator.testing.NamespaceEnforcer;
import cx.touchpoint.operator.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Prometheus with an enforced namespace label is told the same: its operator adds the namespace
 * to every selector of our rules and to whatever they record, and every scenario goes as without.
 */
final class EnforcedNamespaceTest {

  /** There, whatever is scraped has the namespace of who asked for it, counters of shops too. */
  private static final Pattern COUNTER_OF_A_SHOP = Pattern.compile("'shop_\\w+\\{");

  @BeforeAll
  static void assume() {
    NamespaceEnforcer.assume();
  }

  @Test
  void everyScenarioGoesAsItDoesWithoutEnforcement(@TempDir Path folder) throws Exception {
    Promtool.V3.testRules(tests(folder));
  }

  @Test
  void theOlderPrometheusTakesEnforcedRulesToo(@TempDir Path folder) throws Exception {
    var rules = new ArrayList<Path>();
    for (Scenario scenario : Scenario.all()) {
      rules.addAll(enforced(scenario, folder));
    }
    Promtool.V2.checkRules(rules);
  }

  @Test
  void aRatioOfAnythingSeesItsOwnNamespaceOnly(@TempDir Path folder) throws Exception {
    Scenario ratio =
        Scenario.all().stream().filter(it -> it.name().equals("ratio")).findFirst().orElseThrow();
    assertThat(selectors(RuleFiles.of(ratio.groups())))
        .isNotEmpty()
        .noneMatch(it -> it.contains("namespace"));
    String enforced = Files.readString(enforced(ratio, folder).iterator().next());
    assertThat(selectors(enforced)).isNotEmpty().allMatch(it -> it.contains("namespace=\"care\""));
  }

  private static List<String> selectors(String rules) {
    return Pattern.compile("shop_\\w+\\{[^}]*}")
        .matcher(rules)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static List<Path> tests(Path folder) throws IOException, InterruptedException {
    var tests = new ArrayList<Path>();
    for (Scenario scenario : Scenario.all()) {
      var local =
          new Scenario(
              scenario.name(),
              scenario.groups(),
              COUNTER_OF_A_SHOP.matcher(scenario.tests()).replaceAll("$0namespace=\"care\","));
      tests.add(local.write(folder));
      enforced(local, folder);
    }
    return tests;
  }

  private static Collection<Path> enforced(Scenario scenario, Path folder)
      throws IOException, InterruptedException {
    var files = scenario.rules(folder);
    for (var file : files.entrySet()) {
      NamespaceEnforcer.enforce(file.getKey(), file.getValue());
    }
    return files.values();
  }
}
