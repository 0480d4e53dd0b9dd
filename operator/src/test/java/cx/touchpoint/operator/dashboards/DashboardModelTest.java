package cx.touchpoint.operator.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every dashboard has, so that Grafana can load it and a person can read it. */
final class DashboardModelTest {

  private static final int COLUMNS = 24;

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @Test
  void dashboardsAreToldApartByWhatLinksAndAlertsNameThemBy() {
    assertThat(dashboards())
        .extracting(it -> it.model().path("uid").asText())
        .containsExactlyInAnyOrder(
            "touchpoint-overview", "touchpoint-channel", "touchpoint-operator");
    assertThat(dashboards())
        .extracting(it -> it.model().path("title").asText())
        .doesNotHaveDuplicates();
  }

  /** Alerts link to it by these. */
  @Test
  void theChannelsPageIsOpenedByNamespaceChannelAndPromise() {
    Dashboard page =
        dashboards().stream()
            .filter(it -> it.name().equals("channel.json"))
            .findFirst()
            .orElseThrow();

    assertThat(page.variables())
        .extracting(it -> it.path("name").asText())
        .contains("datasource", "namespace", "channel", "slo");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelSaysWhatItShowsAndAsksTheChosenDataSource(Dashboard dashboard) {
    assertThat(dashboard.panels()).hasSizeGreaterThan(5);
    assertThat(dashboard.panels())
        .allSatisfy(
            panel -> {
              String title = panel.path("title").asText();
              assertThat(title).isNotBlank();
              assertThat(panel.path("description").asText()).as(title).hasSizeGreaterThan(15);
              assertThat(panel.path("targets")).as(title).isNotEmpty();
              assertChosen(title, panel);
              panel.path("targets").forEach(target -> assertChosen(title, target));
              assertThat(panel.path("targets"))
                  .as(title)
                  .extracting(it -> it.path("refId").asText())
                  .doesNotHaveDuplicates();
            });
    dashboard.model().at("/annotations/list").forEach(it -> assertChosen("annotation", it));
    dashboard.variables().stream()
        .filter(it -> it.path("type").asText().equals("query"))
        .forEach(it -> assertChosen("variable", it));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelHasANumberAndAPlaceOfItsOwn(Dashboard dashboard) {
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : dashboard.placed()) {
      JsonNode place = panel.path("gridPos");
      int x = place.path("x").asInt(-1);
      int width = place.path("w").asInt();
      assertThat(x).isNotNegative();
      assertThat(x + width).isLessThanOrEqualTo(COLUMNS);
      for (int column = x; column < x + width; column++) {
        int y = place.path("y").asInt();
        for (int line = y; line < y + place.path("h").asInt(); line++) {
          assertThat(taken.add(List.of(column, line))).as("%s", panel.path("title")).isTrue();
        }
      }
    }

    assertThat(dashboard.placed())
        .extracting(it -> it.path("id").asInt())
        .doesNotContain(0)
        .doesNotHaveDuplicates();
  }

  /** An empty panel says nothing at all, and a figure made up for it would be a lie. */
  @ParameterizedTest
  @MethodSource("promises")
  void everyPanelOfPromisesHasWordsForNoData(Dashboard dashboard) {
    assertThat(dashboard.panels())
        .allSatisfy(
            panel ->
                assertThat(panel.at("/fieldConfig/defaults/noValue").asText())
                    .as(panel.path("title").asText())
                    .isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("promises")
  void theStateOfDataIsShownInWords(Dashboard dashboard) {
    Map<String, String> words =
        Map.of("0", "traffic", "1", "idle", "2", "metric missing", "3", "down");

    assertThat(dashboard.model().findValues("options"))
        .filteredOn(it -> it.at("/3/text").asText().equals("down"))
        .isNotEmpty()
        .allSatisfy(
            it ->
                words.forEach(
                    (value, word) ->
                        assertThat(it.path(value).path("text").asText()).isEqualTo(word)));
  }

  static List<Dashboard> promises() {
    return Dashboard.ofPromises();
  }

  private static void assertChosen(String where, JsonNode asking) {
    assertThat(asking.at("/datasource/uid").asText()).as(where).isEqualTo("${datasource}");
  }
}
