package cx.touchpoint.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metric contract, read from the exposition as Prometheus would. */
class MetricsTest {

  @TempDir Path directory;

  @Test
  void everyCounterExistsAtZeroBeforeTheFirstRequest() throws Exception {
    try (RunningConnector chat = promisingChat()) {
      Exposition metrics = chat.metrics();
      for (String series :
          List.of(
              "touchpoint_promise_total{phase=Acknowledge,result=broken,target=accept}",
              "touchpoint_promise_total{phase=Acknowledge,result=kept,target=accept}",
              "touchpoint_promise_total{phase=FirstResponse,result=broken,target=first}",
              "touchpoint_promise_total{phase=FirstResponse,result=kept,target=first}",
              "touchpoint_promise_total{phase=NextResponse,result=broken,target=next}",
              "touchpoint_promise_total{phase=NextResponse,result=kept,target=next}",
              "touchpoint_requests_total{outcome=accepted}",
              "touchpoint_requests_total{outcome=overloaded}",
              "touchpoint_requests_total{outcome=failed}",
              "touchpoint_requests_total{outcome=bad_signature}",
              "touchpoint_requests_total{outcome=malformed}",
              "touchpoint_requests_total{outcome=unrouted}",
              "touchpoint_requests_total{outcome=limited}",
              "touchpoint_messages_received_total",
              "touchpoint_duplicates_total",
              "touchpoint_abandoned_total",
              "touchpoint_short_abandons_total",
              "touchpoint_bad_experience_total",
              "touchpoint_outbound_total{outcome=delivered,reason=none}",
              "touchpoint_outbound_total{outcome=expired,reason=customer_gone}",
              "touchpoint_conversations_started_total{device=Desktop,entry=Widget}",
              "touchpoint_conversations_started_total{device=Mobile,entry=Widget}",
              "touchpoint_conversations_started_total{device=Unknown,entry=Widget}",
              "touchpoint_conversations_started_total{device=Desktop,entry=DemoPage}",
              "touchpoint_acknowledge_seconds_count",
              "touchpoint_queue_wait_seconds_count",
              "touchpoint_service_seconds_count",
              "touchpoint_service_seconds_sum",
              "touchpoint_first_response_seconds_count{by=Automated}",
              "touchpoint_first_response_seconds_count{by=Human}",
              "touchpoint_next_response_seconds_count{by=Automated}",
              "touchpoint_oldest_unanswered_seconds{phase=Acknowledge}",
              "touchpoint_oldest_unanswered_seconds{phase=FirstResponse}",
              "touchpoint_oldest_unanswered_seconds{phase=NextResponse}",
              "touchpoint_inflight",
              "touchpoint_queue_depth",
              "touchpoint_connections")) {
        assertThat(metrics.value(series)).as(series).isZero();
      }
      assertThat(metrics.value("touchpoint_slots")).isEqualTo(4);
      assertThat(metrics.types().get("touchpoint_promise_total")).isEqualTo("counter");
      assertThat(metrics.types().get("touchpoint_service_seconds")).isEqualTo("histogram");
      assertThat(metrics.types().get("touchpoint_slots")).isEqualTo("gauge");
    }
  }

  @Test
  void theBucketsAreThoseOfTheContract() throws Exception {
    try (RunningConnector chat = promisingChat()) {
      List<Double> buckets =
          chat.metrics().samples().keySet().stream()
              .filter(series -> series.startsWith("touchpoint_acknowledge_seconds_bucket"))
              .map(series -> series.replaceAll(".*le=([^,}]*).*", "$1"))
              .map(bound -> bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(bound))
              .sorted()
              .toList();
      assertThat(buckets)
          .containsExactly(
              .005,
              .01,
              .025,
              .05,
              .1,
              .25,
              .5,
              1.,
              2.,
              3.,
              5.,
              10.,
              15.,
              20.,
              30.,
              60.,
              120.,
              300.,
              600.,
              900.,
              1800.,
              3600.,
              14400.,
              86400.,
              Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void everyFamilySaysWhatItMeans() throws Exception {
    try (RunningConnector chat = promisingChat()) {
      List<String> mute =
          RunningConnector.get(chat.internal("/metrics"))
              .body()
              .lines()
              .filter(line -> line.startsWith("# HELP "))
              .filter(line -> line.strip().split(" ", 4).length < 4)
              .toList();
      assertThat(mute).isEmpty();
    }
  }

  @Test
  void demandIsTheFewSeriesThatSizeAChannel() throws Exception {
    try (RunningConnector chat = promisingChat()) {
      String text = RunningConnector.get(chat.internal("/metrics/demand")).body();
      Exposition demand = Exposition.parse(text);
      assertThat(demand.families())
          .containsExactlyInAnyOrder(
              "touchpoint_messages_received_total",
              "touchpoint_service_seconds",
              "touchpoint_inflight",
              "touchpoint_queue_depth",
              "touchpoint_slots",
              "touchpoint_connections");
      assertThat(demand.samples().size()).isLessThan(40);
    }
  }

  @Test
  void oneConversationCountsOnceInEachPlace() throws Exception {
    try (RunningConnector chat = promisingChat();
        ChatClient client = ChatClient.greeted(chat.socket())) {
      client.say("one");
      client.until("accepted");
      client.say("two");
      client.until("accepted");

      await()
          .untilAsserted(
              () ->
                  assertThat(
                          counted(
                              chat.metrics(),
                              "touchpoint_messages_received_total{}",
                              "touchpoint_requests_total{outcome=accepted}",
                              "touchpoint_outbound_total{outcome=delivered,reason=none}",
                              "touchpoint_conversations_started_total{device=Desktop,entry=Widget}",
                              "touchpoint_first_response_seconds_count{by=Automated}",
                              "touchpoint_next_response_seconds_count{by=Automated}",
                              "touchpoint_promise_total{phase=Acknowledge,result=kept,target=accept}",
                              "touchpoint_promise_total{phase=FirstResponse,result=kept,target=first}",
                              "touchpoint_promise_total{phase=FirstResponse,result=broken,target=first}",
                              "touchpoint_promise_total{phase=NextResponse,result=kept,target=next}",
                              "touchpoint_bad_experience_total{}"))
                      .containsExactly(2, 2, 2, 1, 1, 1, 2, 1, 0, 1, 0));
    }
  }

  @Test
  void nothingPersonalStandsInAnyLabel() throws Exception {
    try (RunningConnector chat = promisingChat();
        ChatClient client = ChatClient.greeted(chat.socket())) {
      String id = client.say("my number is 0171-1234567");
      client.until("accepted");
      assertThat(RunningConnector.get(chat.internal("/metrics")).body())
          .doesNotContain("0171")
          .doesNotContain(id);
    }
  }

  private RunningConnector promisingChat() throws Exception {
    return RunningConnector.in(directory)
        .configured(
            Configuration.webChat()
                .promise("accept", "Acknowledge", 60_000, 5_000)
                .promise("first", "FirstResponse", 60_000, 5_000)
                .promise("next", "NextResponse", 60_000, 5_000)
                .json())
        .with("credentials/sessionKey", RunningConnector.SESSION_KEY)
        .start();
  }

  private static List<Integer> counted(Exposition metrics, String... series) {
    Map<String, Double> samples = metrics.samples();
    return java.util.Arrays.stream(series)
        .map(name -> (int) (double) samples.getOrDefault(name, -1.0))
        .collect(Collectors.toList());
  }
}
