package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.kube.OptionalApi;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

  /**
   * By a HorizontalPodAutoscaler, which every cluster has.
   *
   * @param missing what scaling by promises would take, where answers are promised
   */
  record ByCpu(int least, int most, Optional<String> missing) implements Scaling {
    @Override
    public Optional<HasMetadata> scaler(Identity identity) {
      return Optional.of(Scalers.byCpu(identity, least, most));
    }
  }

  /**
   * By KEDA, where it is served, and CPU.
   *
   * @param missing what scaling by promises would take, where answers are promised
   */
  record ByKeda(int least, int most, Optional<String> missing) implements Scaling {
    @Override
    public Optional<HasMetadata> scaler(Identity identity) {
      return Optional.of(Scalers.byKeda(identity, least, most));
    }
  }

  /**
   * By KEDA and what the Channel's response-time targets need.
   *
   * @param prometheus who knows what arrives
   * @param sockets whether customers keep connections open
   */
  record ByPromise(int least, int most, Capacity capacity, String prometheus, boolean sockets)
      implements Scaling {
    @Override
    public Optional<HasMetadata> scaler(Identity identity) {
      return Optional.of(Scalers.byPromise(identity, this));
    }
  }

  /** Connectors that run for every Channel of a class. */
  static int least(ChannelClassSpec.@Nullable Scaling ofClass) {
    return ofClass == null || ofClass.minReplicas() == null ? DEFAULT_LEAST : ofClass.minReplicas();
  }

  /** The larger of both minimums; the smaller of both maximums, but never below the minimum. */
  static Scaling of(Channel channel, ChannelInputs inputs, Optional<Capacity> capacity) {
    var ofClass = inputs.channelClass().getSpec().scaling();
    var ofChannel = channel.getSpec().scaling();
    int least =
        Stream.of(
                Integer.valueOf(least(ofClass)), ofChannel == null ? null : ofChannel.minReplicas())
            .filter(Objects::nonNull)
            .max(Integer::compare)
            .orElse(DEFAULT_LEAST);
    Optional<Integer> asked =
        Stream.of(
                ofClass == null ? null : ofClass.maxReplicas(),
                ofChannel == null ? null : ofChannel.maxReplicas())
            .filter(Objects::nonNull)
            .min(Integer::compare);
    if (asked.isEmpty()) {
      int peak = capacity.map(it -> it.peak().orElse(least)).orElse(least);
      return new Fixed(Math.max(least, peak));
    }
    int useful = capacity.map(it -> it.useful().orElse(asked.get())).orElse(asked.get());
    int most = Math.min(asked.get(), useful);
    return most <= least ? new Fixed(least) : scaled(channel, inputs, capacity, least, most);
  }

  private static Scaling scaled(
      Channel channel, ChannelInputs inputs, Optional<Capacity> capacity, int least, int most) {
    boolean keda = inputs.served().contains(OptionalApi.Keda);
    var prometheus = Monitoring.ofClass(inputs).prometheus();
    if (keda && prometheus != null && capacity.isPresent()) {
      return new ByPromise(
          least, most, capacity.get(), prometheus.url(), Answering.keepsSockets(channel.getSpec()));
    }
    Optional<String> missing =
        capacity.map(it -> missing(it, keda, prometheus != null, inputs.channelClass()));
    return keda ? new ByKeda(least, most, missing) : new ByCpu(least, most, missing);
  }

  private static String missing(
      Capacity capacity, boolean keda, boolean prometheus, ChannelClass channelClass) {
    String url =
        "give ChannelClass %s monitoring.prometheus.url"
            .formatted(channelClass.getMetadata().getName());
    return "to scale by %s %s%s%s"
        .formatted(
            Replicas.promises(capacity.promises()),
            keda ? "" : "install KEDA",
            keda || prometheus ? "" : " and ",
            prometheus ? "" : url);
  }
}
