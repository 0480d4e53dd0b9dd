package cx.touchpoint.operator.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import cx.touchpoint.operator.dashboards.Dashboard.Query;
import cx.touchpoint.operator.testing.Expressions;
import cx.touchpoint.operator.testing.Expressions.Expected;
import cx.touchpoint.operator.testing.Expressions.Given;
import cx.touchpoint.operator.testing.Expressions.Sample;
import cx.touchpoint.operator.testing.KnownSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What dashboards ask Prometheus: series that exist, in PromQL, and nothing made up. */
final class DashboardQueriesTest {

  private static final Map<String, String> CHOSEN =
      Map.of(
          "namespace", "care",
          "channel", "support-chat",
          "slo", "rtt/answer-fast/first-reply",
          "days", "28",
          "__rate_interval", "2m",
          "__interval", "1m",
          "__range", "1h");

  @TempDir private Path scratch;

  @Test
  void everyQueryIsPromQl() throws Exception {
    Expressions.parse(
        Dashboard.all().stream()
            .flatMap(it -> Stream.concat(it.ofPanels().stream(), it.ofTheRest().stream()))
            .map(it -> it.with(CHOSEN))
            .toList(),
        scratch);
  }

  @Test
  void everySeriesIsRecordedOrExported() throws IOException {
    Set<String> known = KnownSeries.all();
    assertThat(known).hasSizeGreaterThan(50).contains("touchpoint_queue_wait_seconds_bucket");

    for (Dashboard dashboard : Dashboard.ofPromises()) {
      assertThat(Stream.concat(dashboard.ofPanels().stream(), dashboard.ofTheRest().stream()))
          .allSatisfy(
              it ->
                  assertThat(KnownSeries.askedBy(it.with(CHOSEN)))
                      .as(it.by())
                      .isNotEmpty()
                      .isSubsetOf(known));
    }
  }

  /** Where nothing is measured, a figure would be a lie; 0 is one. */
  @Test
  void whereNothingIsRecordedNoPanelShowsAFigure() throws Exception {
    Map<String, String> nothingChosen = new HashMap<>(CHOSEN);
    nothingChosen.putAll(Map.of("namespace", "", "channel", "", "slo", "", "days", ""));

    Expressions.evaluate(
        List.of(),
        queries().map(it -> new Expected(it.with(nothingChosen), List.of())).toList(),
        scratch);
  }

  /** Joins over labels that never meet give nothing, and nobody notices. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"support-chat", ".+"})
  void whereThereIsTrafficEveryPanelShowsSomething(String channel) throws Exception {
    Map<String, String> chosen = new HashMap<>(CHOSEN);
    chosen.put("channel", channel);

    Expressions.evaluate(
        series("traffic.yaml"),
        queries()
            // What is not equal to itself is not a number, which Grafana draws as nothing.
            .map(it -> "count((%s) >= -Inf) > bool 0".formatted(it.with(chosen)))
            .map(it -> new Expected(it, List.of(new Sample("{}", 1))))
            .toList(),
        scratch);
  }

  @Test
  void aNightWithoutCustomersIsNoBreachAndNoSuccess() throws Exception {
    List<Given> night = series("night.yaml");

    Expressions.evaluate(
        night,
        List.of(
            given("overview.json: Promises by state of their data, B", "{}", 1),
            given("overview.json: Promises by state of their data, A", "{}", 0),
            given("overview.json: Budgets spent, A", "{}", 0),
            given("overview.json: Alerts firing, A", "{}", 0),
            given(
                "overview.json: Promises, worst budget first, E",
                "{namespace=\"care\",slo=\"rtt/answer-fast/first-reply\",channel=\"support-chat\"}",
                -1),
            new Expected(query("overview.json: Promises, worst budget first, C"), List.of()),
            new Expected(query("channel.json: Kept, A"), List.of()),
            new Expected(query("channel.json: Wait for a turn, B"), List.of()),
            new Expected(query("channel.json: Burn, as pages see it, A"), List.of())),
        scratch);
  }

  /** The figures of the rules: share of the budget times window over long window, capped. */
  @ParameterizedTest(name = "{1} days, {0}")
  @CsvSource({
    "0.99,  28, 13.44,  5.6,  2.8,  0.9333",
    "0.999, 30, 14.4,   6,    3,    1",
    "0.8,   30, 4,      3,    2.6,  1"
  })
  void theLinesOfAlertsAreDrawnWhereAlertsFire(
      String objective, String days, double fast, double slow, double day, double threeDays)
      throws Exception {
    Map<String, String> chosen = new HashMap<>(CHOSEN);
    chosen.put("days", days);
    List<Query> lines = queries().filter(it -> it.expression().contains("${days}")).toList();
    double[] thresholds = {fast, slow, day, threeDays};
    assertThat(lines).hasSameSizeAs(thresholds);

    List<Expected> expected =
        Stream.iterate(0, it -> it < lines.size(), it -> it + 1)
            .map(
                it ->
                    new Expected(
                        "round(%s, 0.0001)".formatted(lines.get(it).with(chosen)),
                        List.of(new Sample("{}", thresholds[it]))))
            .toList();
    Expressions.evaluate(
        List.of(
            new Given(
                "touchpoint:slo:objective{namespace=\"care\",slo=\"rtt/answer-fast/first-reply\"}",
                objective + "x60")),
        expected,
        scratch);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "28 days, 28",
    "this calendar week, 7",
    "this calendar month, 30",
    "this calendar quarter, 91"
  })
  void theLengthOfAWindowIsReadFromItsWords(String words, String days) throws Exception {
    var variable =
        Dashboard.ofPromises().getLast().variables().stream()
            .filter(it -> it.path("name").asText().equals("days"))
            .findFirst()
            .orElseThrow();
    String labels = "{namespace=\"care\",slo=\"rtt/answer-fast/first-reply\",window=\"%s\"}";
    String given = "touchpoint:slo:objective" + labels.formatted(words);
    String becomes = labels.formatted(days + " days");

    Expressions.evaluate(
        List.of(new Given(given, "0.99x60")),
        List.of(
            new Expected(
                query("channel.json: variable days") + " * 1", List.of(new Sample(becomes, 0.99)))),
        scratch);
    String regex = variable.path("regex").asText().replaceAll("^/|/$", "");
    assertThat(Pattern.compile(regex).matcher(becomes).results().map(it -> it.group(1)))
        .containsExactly(days);
  }

  private static Expected given(String by, String labels, double value) {
    return new Expected(query(by), List.of(new Sample(labels, value)));
  }

  private static String query(String by) {
    return Dashboard.ofPromises().stream()
        .flatMap(it -> Stream.concat(it.ofPanels().stream(), it.ofTheRest().stream()))
        .filter(it -> it.by().equals(by))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no panel asks as " + by))
        .with(CHOSEN);
  }

  private static Stream<Query> queries() {
    return Dashboard.ofPromises().stream().flatMap(it -> it.ofPanels().stream());
  }

  private static List<Given> series(String file) throws IOException {
    return List.of(
        new ObjectMapper(new YAMLFactory())
            .readValue(Path.of("src/test/resources/dashboards", file).toFile(), Given[].class));
  }
}
