package cx.touchpoint.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.objective.PromiseCase;
import cx.touchpoint.operator.objective.PromisePlan;
import cx.touchpoint.operator.prometheus.Rule;
import cx.touchpoint.operator.prometheus.RuleFiles;
import cx.touchpoint.operator.prometheus.RuleGroup;
import cx.touchpoint.operator.prometheus.Span;
import cx.touchpoint.operator.testing.KnownSeries;
import cx.touchpoint.operator.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert has a page, and what a page tells to type can be typed. */
final class RunbooksTest {

  private static final Path FOLDER = Path.of("../docs/runbooks");
  private static final Path CASES = Path.of("src/test/resources/promise");
  private static final Path CHANNELS = Path.of("src/test/resources/channel");
  private static final Pattern ALERT = Pattern.compile("alert: \"(\\w+)\"");
  private static final Pattern PROMQL = Pattern.compile("(?s)```promql\n(.+?)\n```");

  static Set<String> alerts() throws IOException {
    var alerts = new TreeSet<String>();
    try (var promises = Files.list(CASES);
        var channels = Files.list(CHANNELS)) {
      for (Path one : Stream.concat(promises, channels).toList()) {
        Matcher alert = ALERT.matcher(Files.readString(one.resolve("out.yaml")));
        while (alert.find()) {
          alerts.add(alert.group(1));
        }
      }
    }
    return alerts;
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertHasAPageWithEverythingAPersonNeeds(String alert) throws IOException {
    assertThat(Files.readString(FOLDER.resolve(alert + ".md")))
        .startsWith("# " + alert + "\n")
        .contains(
            "## What it means",
            "## First look",
            "## Likely causes",
            "## Mend",
            "## When it clears",
            "## To silence it",
            "kubectl ");
    assertThat(Files.readString(FOLDER.resolve("README.md"))).contains("(" + alert + ".md)");
  }

  @Test
  void thereIsNoPageOfAnAlertThatDoesNotExist() throws IOException {
    try (var pages = Files.list(FOLDER)) {
      assertThat(pages.map(it -> it.getFileName().toString().replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(alerts().stream(), Stream.of("README")).toList());
    }
  }

  @Test
  void prometheusUnderstandsWhatPagesTellToAsk(@TempDir Path folder) throws Exception {
    var rules = new ArrayList<Rule>();
    for (String alert : alerts()) {
      Matcher query = PROMQL.matcher(Files.readString(FOLDER.resolve(alert + ".md")));
      while (query.find()) {
        rules.add(new Rule.Recording("asked:" + rules.size(), query.group(1), Map.of()));
        assertThat(KnownSeries.askedBy(query.group(1))).isNotEmpty().isSubsetOf(KnownSeries.all());
      }
    }
    assertThat(rules).hasSizeGreaterThan(5);
    Path file = folder.resolve("queries.yaml");
    Files.writeString(
        file, RuleFiles.of(List.of(new RuleGroup("runbooks", Span.minutes(1), rules))));

    Promtool.V2.checkRules(List.of(file));
  }

  @Test
  void alertsLinkToTheirPages() {
    PromisePlan plan = PromiseCase.read(CASES.resolve("chats-each-by-itself/in.yaml")).plan();

    assertThat(plan.objects().toString())
        .contains("https://runbooks.example.com/TouchpointBudgetBurnFast.md");
  }
}
