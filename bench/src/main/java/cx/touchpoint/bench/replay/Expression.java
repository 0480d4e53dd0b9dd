package cx.touchpoint.bench.replay;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.operator.OperatorProcess;
import cx.touchpoint.operator.channel.ChannelInputs;
import cx.touchpoint.operator.channel.ChannelPlan;
import cx.touchpoint.operator.channel.OperatorSettings;
import cx.touchpoint.operator.keda.ScaledObject;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.responsetime.AnswerPromise;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator gives KEDA for a Channel that promises what a workload does.
 *
 * @param query of the trigger that is named demand
 * @param least of the ScaledObject
 * @param most of the ScaledObject
 */
record Expression(String query, int least, int most) {

  private static final KubernetesSerialization YAML = OperatorProcess.serialization();

  private static final String CLASS =
      """
      metadata: {name: bench}
      spec:
        exposure: {type: None}
        scaling: {minReplicas: 2, maxReplicas: 60}
        monitoring: {prometheus: {url: "http://prometheus.monitoring.svc:9090"}}
      """;

  private static final String CHANNEL =
      """
      metadata: {name: %s, namespace: bench}
      spec:
        type: Webhook
        responder:
          type: Http
          http: {url: "http://assistant.bench.svc/answer", timeout: 5m}
          maxConcurrentTurns: %d
        load: {serviceTime: %dms, variation: "%s"}
      """;

  private static final String TARGET =
      """
      metadata: {name: fast, namespace: bench}
      spec:
        channels: {names: [%s]}
        targets: [{name: reply, phase: FirstResponse, within: %ds, objective: %d%%}]
      """;

  static Expression of(String channel, Workload workload) {
    String text =
        CHANNEL.formatted(
            channel,
            workload.slots(),
            Math.round(1000 * workload.declaredSeconds()),
            String.format(Locale.ROOT, "%.1f", workload.variation()));
    if (Double.isFinite(workload.provider())) {
      text += "  outbound: {perSecond: %d}\n".formatted((long) workload.provider());
    }
    Channel read = YAML.unmarshal(text, Channel.class);
    ResponseTimeTarget target =
        YAML.unmarshal(
            TARGET.formatted(
                channel, Math.round(workload.within()), Math.round(100 * workload.share())),
            ResponseTimeTarget.class);
    ChannelPlan plan =
        ChannelPlan.of(
            read,
            new ChannelInputs(
                YAML.unmarshal(CLASS, ChannelClass.class),
                Optional.empty(),
                new OperatorSettings("touchpoint-system", "touchpoint/connector:bench"),
                Set.of(OptionalApi.Keda, OptionalApi.PrometheusOperator),
                false,
                List.of(),
                AnswerPromise.of(read, List.of(target)),
                Optional.empty()));
    return plan.objects().stream()
        .filter(ScaledObject.class::isInstance)
        .map(it -> ((ScaledObject) it).getSpec())
        .map(
            it ->
                new Expression(
                    Objects.requireNonNull(it.triggers().getFirst().metadata().get("query")),
                    it.minReplicaCount(),
                    it.maxReplicaCount()))
        .findFirst()
        .orElseThrow();
  }
}
