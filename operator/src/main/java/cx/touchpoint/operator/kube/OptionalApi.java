package cx.touchpoint.operator.kube;

import cx.touchpoint.operator.keda.ScaledObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;

/** APIs that a cluster may or may not serve, and that may be installed while we run. */
public enum OptionalApi {
  /** Gateway API, for HTTPRoutes. */
  GatewayApi("gateway.networking.k8s.io/v1", HTTPRoute.class),
  /** Prometheus Operator, for PodMonitors. */
  PrometheusOperator("monitoring.coreos.com/v1", PodMonitor.class),
  /** KEDA, for ScaledObjects. */
  Keda("keda.sh/v1alpha1", ScaledObject.class);

  private final String groupVersion;
  private final Class<? extends HasMetadata> kind;

  OptionalApi(String groupVersion, Class<? extends HasMetadata> kind) {
    this.groupVersion = groupVersion;
    this.kind = kind;
  }

  /** The group and version we write. */
  public String groupVersion() {
    return groupVersion;
  }

  /** The kind we write. */
  public Class<? extends HasMetadata> kind() {
    return kind;
  }
}
