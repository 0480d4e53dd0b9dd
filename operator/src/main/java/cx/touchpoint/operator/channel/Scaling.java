package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.keda.ScaledObject;
import cx.touchpoint.operator.kube.OptionalApi;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many connectors a Channel runs, and who decides it. */
public sealed interface Scaling {

  /** Two, so that losing one node or rolling one pod leaves somebody to answer. */
  int DEFAULT_LEAST = 2;

  /** Part of the requested CPU that is in use on average, in percent, before more are started. */
  int CPU_PERCENT = 75;

  /** Connectors that always run. */
  int least();

  /** What we write into the Deployment; null where somebody else scales it and we must not. */
  default @Nullable Integer fixedReplicas() {
    return null;
  }

  /** The object that scales the Deployment, if one does. */
  default Optional<HasMetadata> scaler(Identity identity) {
    return Optional.empty();
  }

  /** Always as many. */
  record Fixed(int least) implements Scaling {
    @Override
    public Integer fixedReplicas() {
      return least;
    }
  }

  /** By a HorizontalPodAutoscaler, which every cluster has. */
  record ByCpu(int least, int most) implements Scaling {
    @Override
    public Optional<HasMetadata> scaler(Identity identity) {
      return Optional.of(
          new HorizontalPodAutoscalerBuilder()
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
              .withAverageUtilization(CPU_PERCENT)
              .endTarget()
              .endResource()
              .endMetric()
              .endSpec()
              .build());
    }
  }

  /** By KEDA, where it is served. */
  record ByKeda(int least, int most) implements Scaling {
    @Override
    public Optional<HasMetadata> scaler(Identity identity) {
      var scaled = new ScaledObject();
      scaled.setMetadata(identity.metadata());
      scaled.setSpec(
          new ScaledObject.Spec(
              new ScaledObject.Target("apps/v1", "Deployment", identity.name()),
              least,
              most,
              List.of(
                  new ScaledObject.Trigger(
                      "cpu", "Utilization", Map.of("value", String.valueOf(CPU_PERCENT))))));
      return Optional.of(scaled);
    }
  }

  /** Connectors that run for every Channel of a class. */
  static int least(ChannelClassSpec.@Nullable Scaling ofClass) {
    return ofClass == null || ofClass.minReplicas() == null ? DEFAULT_LEAST : ofClass.minReplicas();
  }

  /** The larger of both minimums; the smaller of both maximums, but never below the minimum. */
  static Scaling of(Channel channel, ChannelInputs inputs) {
    var ofClass = inputs.channelClass().getSpec().scaling();
    var ofChannel = channel.getSpec().scaling();
    int least =
        Stream.of(
                Integer.valueOf(least(ofClass)), ofChannel == null ? null : ofChannel.minReplicas())
            .filter(Objects::nonNull)
            .max(Integer::compare)
            .orElse(DEFAULT_LEAST);
    int most =
        Stream.of(
                ofClass == null ? null : ofClass.maxReplicas(),
                ofChannel == null ? null : ofChannel.maxReplicas())
            .filter(Objects::nonNull)
            .min(Integer::compare)
            .orElse(least);
    if (most <= least) {
      return new Fixed(least);
    }
    return inputs.served().contains(OptionalApi.Keda)
        ? new ByKeda(least, most)
        : new ByCpu(least, most);
  }
}
