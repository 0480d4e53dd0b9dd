package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.prometheus.Span;
import io.fabric8.openshift.api.model.monitoring.v1.PodMetricsEndpoint;
import io.fabric8.openshift.api.model.monitoring.v1.PodMetricsEndpointBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitorBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfig;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How Prometheus finds a Channel's connectors, where the Prometheus Operator is served. */
final class Monitoring {

  private static final String DEMAND = "/metrics/demand";
  private static final String DEFAULT_INTERVAL = "30s";

  /** The label of every series of a connector, {@code up} among them. */
  private static final String CHANNEL = "channel";

  private static final ChannelClassSpec.Monitoring NOTHING =
      new ChannelClassSpec.Monitoring(null, null, null, null, null, null);

  private Monitoring() {}

  /** What decides on the number of replicas is read by itself, often; nothing is read twice. */
  static Optional<PodMonitor> of(Identity identity, ChannelInputs inputs, Scaling scaling) {
    if (!inputs.served().contains(OptionalApi.PrometheusOperator)) {
      return Optional.empty();
    }
    var ofClass = ofClass(inputs);
    String interval = interval(ofClass);
    var metadata = identity.metadata();
    metadata.setLabels(Connector.with(labels(ofClass), metadata.getLabels()));
    boolean often = scaling instanceof Scaling.ByPromise;
    var endpoints = new ArrayList<PodMetricsEndpoint>();
    endpoints.add(
        endpoint("/metrics", interval)
            .withRelabelings(channelOfPod())
            .withMetricRelabelings(
                often
                    ? List.of(withoutExportedChannel(), withoutDemand())
                    : List.of(withoutExportedChannel()))
            .build());
    if (often) {
      endpoints.add(
          endpoint(DEMAND, new Span(Capacity.demandScrape()).toString())
              .withRelabelings(channelOfPod(), ofDemand())
              .withMetricRelabelings(withoutExportedChannel())
              .build());
    }
    return Optional.of(
        new PodMonitorBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withNewSelector()
            .withMatchLabels(Labels.selecting(identity.channel()))
            .endSelector()
            .withPodMetricsEndpoints(endpoints)
            .endSpec()
            .build());
  }

  private static PodMetricsEndpointBuilder endpoint(String path, String interval) {
    return new PodMetricsEndpointBuilder()
        .withPort(Ports.INTERNAL_NAME)
        .withPath(path)
        .withInterval(interval);
  }

  /** Both would be the same series, of which Prometheus keeps whichever it reads first. */
  private static RelabelConfig withoutDemand() {
    return new RelabelConfigBuilder()
        .withAction("drop")
        .withSourceLabels("__name__")
        .withRegex(
            "touchpoint_(messages_received|service_seconds|inflight|queue_depth|slots|connections)(_.*)?")
        .build();
  }

  /** Tells its {@code up} from that of the other path. */
  private static RelabelConfig ofDemand() {
    return new RelabelConfigBuilder()
        .withAction("replace")
        .withTargetLabel("endpoint")
        .withReplacement("demand")
        .build();
  }

  /** Else {@code up} would not say whose pod it is about. */
  private static RelabelConfig channelOfPod() {
    return new RelabelConfigBuilder()
        .withAction("replace")
        .withSourceLabels(
            "__meta_kubernetes_pod_label_" + Labels.CHANNEL.replaceAll("[^a-zA-Z0-9_]", "_"))
        .withTargetLabel(CHANNEL)
        .build();
  }

  /** Connectors name the channel themselves, and Prometheus would keep that beside the pod's. */
  private static RelabelConfig withoutExportedChannel() {
    return new RelabelConfigBuilder()
        .withAction("labeldrop")
        .withRegex("exported_" + CHANNEL)
        .build();
  }

  /** The class's settings of monitoring, empty where it has none. */
  static ChannelClassSpec.Monitoring ofClass(ChannelInputs inputs) {
    var ofClass = inputs.channelClass().getSpec().monitoring();
    return ofClass == null ? NOTHING : ofClass;
  }

  /** How often Prometheus reads. */
  static String interval(ChannelClassSpec.Monitoring ofClass) {
    return Objects.requireNonNullElse(ofClass.scrapeInterval(), DEFAULT_INTERVAL);
  }

  /** The labels by which a Prometheus selects what it reads. */
  static Map<String, String> labels(ChannelClassSpec.Monitoring ofClass) {
    return Objects.requireNonNullElse(ofClass.labels(), Map.of());
  }
}
