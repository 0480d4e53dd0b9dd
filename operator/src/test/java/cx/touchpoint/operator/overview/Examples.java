package cx.touchpoint.operator.overview;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Objects as a cluster has them, with what the operator wrote into their statuses. */
final class Examples {

  static final String TARGET =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ResponseTimeTarget
      metadata: {name: answer, namespace: care}
      spec:
        channels: {names: [chat, hook]}
        targets:
        - {name: accept, phase: Acknowledge, within: 250ms, objective: 99%}
        - {name: first-reply, phase: FirstResponse, within: 10s, objective: 95%}
        - {name: person, phase: FirstResponse, within: 2m, objective: 80%, by: Human}
      status:
        promises:
        - name: accept
          state: Exhausted
          objective: 99%
          attainment: 98.00%
          budgetRemaining: -100.00%
          worst:
          - {channel: hook, state: Exhausted, attainment: 98.00%, budgetRemaining: -100.00%}
          - {channel: chat, state: Met, attainment: 100.00%, budgetRemaining: 100.00%}
        - name: first-reply
          state: Down
          objective: 95%
          worst:
          - {channel: chat, state: Down}
          - {channel: hook, state: Burning, attainment: 95.10%, budgetRemaining: 2.00%}
        - {name: gone, state: Down}
        conditions:
        - {type: Ready, status: "False", reason: NotMeasurable, message: "spec.targets[2]: by Human is not measured yet"}
        - {type: TargetsMet, status: "False", reason: Down, message: "first-reply of chat: nothing answers"}
      """;

  static final String OBJECTIVE =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: %s, namespace: care}
      spec: {indicator: {type: Ratio, ratio: {bad: a, total: b}}, objective: 99.9%%}
      status:
        promises: [{name: %s, state: Exhausted, objective: 99.9%%, attainment: 99.80%%, budgetRemaining: "-1000.00%%"}]
        conditions:
        - {type: Ready, status: "True", reason: RulesWritten, message: ""}
        - {type: TargetsMet, status: Unknown, reason: PrometheusUnreachable, message: "http://p cannot be reached"}
      """;

  static final String NEW =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: ServiceLevelObjective
      metadata: {name: new, namespace: care}
      spec: {indicator: {type: Ratio, ratio: {bad: a, total: b}}, objective: 90%}
      """;

  static final String CHANNEL =
      """
      apiVersion: touchpoint.cx/v1alpha1
      kind: Channel
      metadata: {name: %s, namespace: care}
      status: {conditions: [{type: Ready, status: "%s", reason: %s, message: "in words"}]}
      """;

  private Examples() {}

  /** One of every state, four objectives with the same trouble, two Channels. */
  static Overview all() {
    return Overview.of(
        List.of(read(TARGET, ResponseTimeTarget.class)),
        List.of(
            objective("a"),
            objective("b"),
            objective("c"),
            objective("d"),
            read(NEW, ServiceLevelObjective.class)),
        List.of(
            read(CHANNEL.formatted("chat", "True", "Serving"), Channel.class),
            read(CHANNEL.formatted("hook", "False", "HostTaken"), Channel.class)));
  }

  static ServiceLevelObjective objective(String name) {
    return read(OBJECTIVE.formatted(name, name), ServiceLevelObjective.class);
  }

  static <T> T read(String yaml, Class<T> type) {
    return Serialization.unmarshal(yaml, type);
  }
}
