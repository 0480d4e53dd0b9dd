package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.capacity.Demand;
import cx.touchpoint.operator.keda.ScaledObject;
import cx.touchpoint.operator.keda.ScaledObject.Trigger;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects that scale a Deployment. */
final class Scalers {

  /** Sockets that a connector of the default size serves well: some 10 kB each, and their words. */
  static final int CONNECTIONS = 5000;

  /** Less than the five minutes by default: what is measured is a rate, and no CPU of a start. */
  private static final int CALM_SECONDS = 120;

  private Scalers() {}

  static HasMetadata byCpu(Identity identity, int least, int most) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withNewScaleTargetRef()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withName(identity.name())
        .endScaleTargetRef()
        .withMinReplicas(least)
        .withMaxReplicas(most)
        .addNewMetric()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(Scaling.CPU_PERCENT)
        .endTarget()
        .endResource()
        .endMetric()
        .endSpec()
        .build();
  }

  static HasMetadata byKeda(Identity identity, int least, int most) {
    return scaled(
        identity,
        new ScaledObject.Spec(
            new ScaledObject.Target("apps/v1", "Deployment", identity.name()),
            least,
            most,
            null,
            List.of(cpu())));
  }

  static HasMetadata byPromise(Identity identity, Scaling.ByPromise scaling) {
    Demand demand = scaling.capacity().demand();
    var triggers = new ArrayList<Trigger>();
    triggers.add(prometheus("demand", scaling, demand.replicas(), 1));
    triggers.add(prometheus("signal", scaling, demand.whole(), 1));
    triggers.add(cpu());
    if (scaling.sockets()) {
      triggers.add(prometheus("connections", scaling, demand.connections(), CONNECTIONS));
    }
    return scaled(
        identity,
        new ScaledObject.Spec(
            new ScaledObject.Target("apps/v1", "Deployment", identity.name()),
            scaling.least(),
            scaling.most(),
            ScaledObject.Advanced.calmDown(CALM_SECONDS),
            triggers));
  }

  private static ScaledObject scaled(Identity identity, ScaledObject.Spec spec) {
    var scaled = new ScaledObject();
    scaled.setMetadata(identity.metadata());
    scaled.setSpec(spec);
    return scaled;
  }

  private static Trigger cpu() {
    return new Trigger(
        "cpu", null, "Utilization", null, Map.of("value", String.valueOf(Scaling.CPU_PERCENT)));
  }

  /**
   * One replica per so much of an expression. No fallback stands beside it: KEDA before 2.17 drops
   * its {@code behavior} and then scales in. Without one a trigger that fails leaves replicas as
   * they are.
   */
  private static Trigger prometheus(
      String name, Scaling.ByPromise scaling, String query, int perReplica) {
    return new Trigger(
        "prometheus",
        name,
        "AverageValue",
        // Cached, a value would be as old as pollingInterval.
        false,
        new TreeMap<>(
            Map.of(
                "serverAddress",
                scaling.prometheus().replaceFirst("/$", ""),
                "query",
                query,
                "threshold",
                String.valueOf(perReplica),
                // By default no data counts as 0, and replicas go.
                "ignoreNullValues",
                "false")));
  }
}
