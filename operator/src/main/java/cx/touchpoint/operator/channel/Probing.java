package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.condition.Problem;
import cx.touchpoint.operator.kube.Names;
import cx.touchpoint.operator.kube.OptionalApi;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.openshift.api.model.monitoring.v1.ProbeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How what customers reach is fetched from outside, as the class says. */
sealed interface Probing {

  /** The label {@code job} of every series that comes of it. */
  String JOB = "touchpoint-probe";

  /** The object by which Prometheus has an address fetched, if it can. */
  default Optional<HasMetadata> probe(Identity identity, String address) {
    return Optional.empty();
  }

  /** What stands in the way and files can tell. */
  default List<Problem> problems() {
    return List.of();
  }

  /**
   * By a blackbox exporter. Prometheus asks it, so it alone needs to reach the address: what a
   * connector's NetworkPolicy says of its public port is said of customers too.
   */
  record By(String prober, String module, String interval, Map<String, String> labels)
      implements Probing {
    @Override
    public Optional<HasMetadata> probe(Identity identity, String address) {
      var metadata = identity.metadata(Names.probe(identity.channel()));
      metadata.setLabels(Connector.with(labels, metadata.getLabels()));
      return Optional.of(
          new ProbeBuilder()
              .withMetadata(metadata)
              .withNewSpec()
              .withJobName(JOB)
              .withNewProber()
              .withUrl(prober)
              .endProber()
              .withModule(module)
              .withInterval(interval)
              // As long as it may be: whoever is slow is to be measured as slow, not as gone.
              .withScrapeTimeout(interval)
              .withNewTargets()
              .withNewStaticConfig()
              .withStatic(address)
              .withLabels(
                  new TreeMap<>(
                      Map.of("namespace", identity.namespace(), "channel", identity.channel())))
              .endStaticConfig()
              .endTargets()
              .endSpec()
              .build());
    }
  }

  /** By nobody: the class names no prober. */
  record NoProber(String channelClass) implements Probing {
    @Override
    public List<Problem> problems() {
      return List.of(
          new Problem(
              "spec.classRef",
              "a Website is fetched by its class's prober, and ChannelClass "
                  + channelClass
                  + " has none: name another class, or set monitoring.prober in that one, for example"
                  + " {url: \"blackbox-exporter.monitoring.svc:9115\"}"));
    }
  }

  /** By nobody: nothing would read a Probe. */
  record NotServed() implements Probing {}

  /** The probe of a connector's public /ping, where customers can reach it and we know how. */
  static Optional<HasMetadata> ofPing(Channel channel, Exposure exposure, ChannelInputs inputs) {
    return exposure.problems().isEmpty()
        ? Reach.outside(channel, exposure, inputs.serviceAddress())
            .flatMap(it -> of(inputs).probe(Identity.of(channel), it + Paths.PING))
        : Optional.empty();
  }

  /** Chooses what the class says, as far as the cluster can. */
  static Probing of(ChannelInputs inputs) {
    ChannelClassSpec.Monitoring monitoring = Monitoring.ofClass(inputs);
    ChannelClassSpec.Prober prober = monitoring.prober();
    if (prober == null) {
      return new NoProber(inputs.channelClass().getMetadata().getName());
    }
    return inputs.served().contains(OptionalApi.Probes)
        ? new By(
            prober.url(),
            Objects.requireNonNullElse(prober.module(), "http_2xx"),
            Monitoring.interval(monitoring),
            Monitoring.labels(monitoring))
        : new NotServed();
  }
}
