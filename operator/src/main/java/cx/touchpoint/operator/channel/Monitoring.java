package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.ChannelClassSpec;
import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.OptionalApi;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitorBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfig;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfigBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How Prometheus finds a Channel's connectors, where the Prometheus Operator is served. */
final class Monitoring {

  private static final String DEFAULT_INTERVAL = "30s";

  /** The label of every series of a connector, {@code up} among them. */
  private static final String CHANNEL = "channel";

  private static final ChannelClassSpec.Monitoring NOTHING =
      new ChannelClassSpec.Monitoring(null, null, null, null, null, null);

  private Monitoring() {}

  static Optional<PodMonitor> of(Identity identity, ChannelInputs inputs) {
    if (!inputs.served().contains(OptionalApi.PrometheusOperator)) {
      return Optional.empty();
    }
    var ofClass = ofClass(inputs);
    String interval = interval(ofClass);
    var metadata = identity.metadata();
    metadata.setLabels(Connector.with(labels(ofClass), metadata.getLabels()));
    return Optional.of(
        new PodMonitorBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withNewSelector()
            .withMatchLabels(Labels.selecting(identity.channel()))
            .endSelector()
            .addNewPodMetricsEndpoint()
            .withPort(Ports.INTERNAL_NAME)
            .withPath("/metrics")
            .withInterval(interval)
            .withRelabelings(channelOfPod())
            .withMetricRelabelings(withoutExportedChannel())
            .endPodMetricsEndpoint()
            .endSpec()
            .build());
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
