package cx.touchpoint.operator.objective;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fifty Channels of one promise: one is down, one idle, one new, one breaks its promise. Alerts
 * tell of those two that need somebody, each with whoever looks after it.
 */
final class ManyChannels {

  private static final int CHANNELS = 50;
  private static final int DOWN = 7;
  private static final int IDLE = 13;
  private static final int NEW = 21;
  private static final int BURNING = 34;

  private ManyChannels() {}

  static Scenario scenario() {
    return new Scenario("fifty-channels", Scenario.rules(promise()), tests());
  }

  private static String promise() {
    return """
        apiVersion: touchpoint.cx/v1alpha1
        kind: ChannelClass
        metadata: {name: standard}
        spec:
          exposure: {type: None}
        """
        + IntStream.range(0, CHANNELS).mapToObj(ManyChannels::channel).collect(Collectors.joining())
        + """
        ---
        apiVersion: touchpoint.cx/v1alpha1
        kind: ServiceLevelObjective
        metadata: {name: taken, namespace: care}
        spec:
          channels: {selector: {matchLabels: {journey: shop}}}
          indicator: {type: Availability}
          objective: 99%
        """;
  }

  private static String channel(int number) {
    return """
        ---
        apiVersion: touchpoint.cx/v1alpha1
        kind: Channel
        metadata: {name: chat-%d, namespace: care, labels: {journey: shop}}
        spec:
          type: WebChat
          webChat: {allowedOrigins: ["https://shop.example.com"]}
          responder: {type: Echo}
          owner: %s
        """
        .formatted(number, number % 2 == 0 ? "even-team" : "odd-team");
  }

  private static String tests() {
    return """
        evaluation_interval: 1m
        tests:
        - name: of fifty Channels one is down, one idle, one new, one burns
          interval: 30s
          input_series:
        """
        + IntStream.range(0, CHANNELS).mapToObj(ManyChannels::series).collect(Collectors.joining())
        + """
          promql_expr_test:
          - expr: sum by (alertname, channel, severity, owner) (ALERTS{alertstate="firing"})
            eval_time: 1h
            exp_samples:
            - {labels: '{alertname="TouchpointSourceDown",channel="chat-7",severity="critical",owner="odd-team"}', value: 1}
            - {labels: '{alertname="TouchpointBudgetBurnFast",channel="chat-34",severity="critical",owner="even-team"}', value: 1}
            - {labels: '{alertname="TouchpointBudgetBurnSlow",channel="chat-34",severity="warning",owner="even-team"}', value: 1}
          - {expr: 'count(touchpoint:slo:data_state == 0)', eval_time: 1h, exp_samples: [{value: 48}]}
          - {expr: 'count by (channel) (touchpoint:slo:data_state == 1)', eval_time: 1h, exp_samples: [{labels: '{channel="chat-13"}', value: 1}]}
          - {expr: 'count by (channel) (touchpoint:slo:data_state == 3)', eval_time: 1h, exp_samples: [{labels: '{channel="chat-7"}', value: 1}]}
          # Of the new one nothing is known before, and of it nothing is missing.
          - {expr: 'touchpoint:slo:data_state{channel="chat-21"}', eval_time: 49m, exp_samples: []}
          - {expr: 'count(touchpoint:slo:budget_remaining{channel="chat-21"} == 1)', eval_time: 1h, exp_samples: [{value: 1}]}
          - {expr: 'count(touchpoint:slo:objective)', eval_time: 1h, exp_samples: [{value: 1}]}
        """;
  }

  /** One request a second from the beginning; what happens, happens after 30 minutes. */
  private static String series(int number) {
    return switch (number) {
      case DOWN -> up(number, "1x59 0x60") + requests(number, "accepted", "0+30x59 stale");
      case IDLE -> up(number, "1x120") + requests(number, "accepted", "5x120");
      case NEW -> up(number, "_x100 1x20") + requests(number, "accepted", "_x100 0+30x20");
      case BURNING ->
          up(number, "1x120")
              + requests(number, "accepted", "0+30x60 1815+15x59")
              + requests(number, "overloaded", "0x60 15+15x59");
      default -> up(number, "1x120") + requests(number, "accepted", "0+30x120");
    };
  }

  private static String up(int number, String values) {
    return "  - {series: 'up{namespace=\"care\",channel=\"chat-%d\",pod=\"chat-%d-0\"}', values: '%s'}\n"
        .formatted(number, number, values);
  }

  private static String requests(int number, String outcome, String values) {
    return "  - {series: 'touchpoint_requests_total{namespace=\"care\",channel=\"chat-%d\",pod=\"chat-%d-0\",outcome=\"%s\"}', values: '%s'}\n"
        .formatted(number, number, outcome, values);
  }
}
