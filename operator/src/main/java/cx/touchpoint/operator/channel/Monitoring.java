package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.kube.Labels;
import cx.touchpoint.operator.kube.OptionalApi;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitorBuilder;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfig;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfigBuilder;
import java.util.Map;
import java.util.Optional;

/** How Prometheus finds a Channel's connectors, where the Prometheus Operator is served. */
final class Monitoring {

  private static final String DEFAULT_INTERVAL = "30s";

  /** The label of every series of a connector, {@code up} among them. */
  private static final String CHANNEL = "channel";

  private Monitoring() {}

  static Optional<PodMonitor> of(Identity identity, ChannelInputs inputs) {
    if (!inputs.served().contains(OptionalApi.PrometheusOperator)) {
      return Optional.empty();
    }
    var ofClass = inputs.channelClass().getSpec().monitoring();
    Map<String, String> labels =
        ofClass == null || ofClass.labels() == null ? Map.of() : ofClass.labels();
    String interval =
        ofClass == null || ofClass.scrapeInterval() == null
            ? DEFAULT_INTERVAL
            : ofClass.scrapeInterval();
    var metadata = identity.metadata();
    metadata.setLabels(Connector.with(labels, metadata.getLabels()));
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
}
