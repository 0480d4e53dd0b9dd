package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every panel shows something for a channel that has customers, on a cluster with Prometheus. */
@ExtendWith(WholeCluster.class)
final class DashboardsTest {

  /** The slow rules read what is recorded every five minutes, and are evaluated every two. */
  private static final Duration ALL_RECORDED = Duration.ofMinutes(12);

  private static final String CHANNEL = "hello-hook";
  private static final String PROMISE = "rtt/answer-fast/first-reply";

  private static final Map<String, String> RIGHTLY_EMPTY =
      Map.of(
          "overview.json: Alerts that fire, A", "nothing fires where all is well",
          "operator.json: Reconciles, B", "counted from the first reconcile that fails",
          "operator.json: Why reconciles fail, A", "counted from the first reconcile that fails",
          "operator.json: Refused by the API server, A", "counted from the first refusal",
          "operator.json: Pauses, A", "counted from the collector's first pause");

  @Test
  void everyPanelShowsSomethingForAChannelThatHasCustomers(Cluster cluster) {
    try (Http http = new Http()) {
      Prometheus prometheus = Prometheus.of(cluster, http);
      Sender customers = WebhookTest.sender(cluster, http);
      untilAllIsRecorded(prometheus, customers);

      List<Dashboard> dashboards = dashboards();
      Cluster.until(
          Duration.ofMinutes(2),
          () -> {
            ask(customers);
            assertThat(dashboards)
                .flatExtracting(Dashboard::queries)
                .filteredOn(it -> !RIGHTLY_EMPTY.containsKey(it.by()))
                .filteredOn(it -> !prometheus.shows(it.expression(), it.now()))
                .extracting(it -> it.by() + ": " + it.expression())
                .as("panels without data")
                .isEmpty();
          });
      assertThat(dashboards)
          .flatExtracting(Dashboard::queries)
          .extracting(Dashboard.Query::by)
          .as("what may be empty exists")
          .containsAll(RIGHTLY_EMPTY.keySet());
    }
  }

  @Test
  void whatIsChosenCanBeChosen(Cluster cluster) {
    try (Http http = new Http()) {
      Prometheus prometheus = Prometheus.of(cluster, http);
      untilAllIsRecorded(prometheus, WebhookTest.sender(cluster, http));

      for (Dashboard dashboard : dashboards()) {
        for (Dashboard.Choice choice : dashboard.choices()) {
          assertThat(prometheus.values(choice.label(), choice.selector()))
              .as("%s of %s", choice.variable(), dashboard.file())
              .contains(dashboard.chosen().get(choice.variable()));
        }
      }
    }
  }

  /** What is recorded last: the objective lies above it in its group, the ratio needs traffic. */
  private static void untilAllIsRecorded(Prometheus prometheus, Sender customers) {
    String last =
        "touchpoint:slo:burn_rate1h{namespace=\"%s\",channel=\"%s\",slo=\"%s\"}"
            .formatted(Cluster.QUICKSTART, CHANNEL, PROMISE);
    Cluster.until(
        ALL_RECORDED,
        () -> {
          ask(customers);
          assertThat(prometheus.shows(last, true)).as(last).isTrue();
        });
  }

  private static void ask(Sender customers) {
    assertThat(customers.sendBinary(Sender.saying("anybody there?")).statusCode()).isEqualTo(200);
  }

  private static List<Dashboard> dashboards() {
    Map<String, String> promise = new HashMap<>();
    promise.put("namespace", Cluster.QUICKSTART);
    promise.put("channel", CHANNEL);
    promise.put("slo", PROMISE);
    promise.put("days", "28");
    promise.put("__rate_interval", "2m");
    Map<String, String> operator = Map.of("namespace", Cluster.OPERATOR, "__rate_interval", "2m");
    return List.of(
        new Dashboard("overview.json", promise),
        new Dashboard("channel.json", promise),
        new Dashboard("operator.json", operator));
  }
}
