package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.keda.ScaledObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import java.util.List;
import java.util.Optional;

/** What can be said about a Channel's scaling. It never makes a Channel unready: it serves. */
final class Scaled {
  private Scaled() {}

  /** Connectors asked for now, by us or by whoever scales. */
  static int replicas(Scaling scaling, Observed observed) {
    Integer fixed = scaling.fixedReplicas();
    if (fixed != null) {
      return fixed;
    }
    return observed.connector().map(it -> it.getSpec().getReplicas()).orElse(scaling.least());
  }

  /** Nothing where nothing scales. */
  static Optional<Verdict> of(Scaling scaling, Observed observed) {
    return switch (scaling) {
      case Scaling.Fixed it -> Optional.empty();
      case Scaling.ByCpu it -> Optional.of(byCpu(it, observed));
      case Scaling.ByKeda it ->
          Optional.of(
              byKeda(
                  observed,
                  it.missing().isPresent()
                      ? Verdict.yes("CpuOnly", range(it.least(), it.most(), it.missing()))
                      : Verdict.yes("Keda", range(it.least(), it.most(), it.missing()))));
      case Scaling.ByPromise it -> Optional.of(byKeda(observed, byPromise(it)));
    };
  }

  private static Verdict byCpu(Scaling.ByCpu scaling, Observed observed) {
    List<HorizontalPodAutoscalerCondition> conditions =
        observed.scaler().orElse(null) instanceof HorizontalPodAutoscaler scaler
                && scaler.getStatus() != null
            ? scaler.getStatus().getConditions()
            : List.of();
    return conditions.stream()
        .filter(it -> "ScalingActive".equals(it.getType()) && "False".equals(it.getStatus()))
        .findFirst()
        .map(it -> Verdict.no(it.getReason(), it.getMessage()))
        .orElseGet(
            () ->
                Verdict.yes("CpuOnly", range(scaling.least(), scaling.most(), scaling.missing())));
  }

  private static Verdict byPromise(Scaling.ByPromise scaling) {
    return Verdict.yes(
        "Promise",
        "from %d to %d replicas, by %s, at %d %% CPU%s%s"
            .formatted(
                scaling.least(),
                scaling.most(),
                Replicas.promises(scaling.capacity().promises()),
                Scaling.CPU_PERCENT,
                scaling.sockets()
                    ? " and %d connections per replica".formatted(Scalers.CONNECTIONS)
                    : "",
                beyond(scaling)));
  }

  /** A maximum that is too small is found out on the busiest day, unless somebody says so. */
  private static String beyond(Scaling.ByPromise scaling) {
    int peak = scaling.capacity().peak().orElse(0);
    return peak > scaling.most()
        ? "; the peak that spec.load declares needs %d: raise maxReplicas".formatted(peak)
        : "";
  }

  private static Verdict byKeda(Observed observed, Verdict well) {
    HasMetadata scaler = observed.scaler().orElse(null);
    if (!(scaler instanceof ScaledObject scaled) || scaled.getStatus() == null) {
      return Verdict.unknown("ScalerUnanswered", "KEDA has not taken up the ScaledObject yet");
    }
    return Conditions.find(scaled.getStatus().conditions(), "Ready")
        .filter(it -> "False".equals(it.getStatus()))
        .map(it -> Verdict.no(it.getReason(), it.getMessage()))
        .orElse(well);
  }

  private static String range(int least, int most, Optional<String> missing) {
    return "from %d to %d replicas, at %d %% CPU%s"
        .formatted(least, most, Scaling.CPU_PERCENT, missing.map(it -> "; " + it).orElse(""));
  }
}
