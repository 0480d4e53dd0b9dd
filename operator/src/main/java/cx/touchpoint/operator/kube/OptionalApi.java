package cx.touchpoint.operator.kube;

/** APIs that a cluster may or may not serve, and that may be installed while we run. */
public enum OptionalApi {
  /** Gateway API, for HTTPRoutes. */
  GatewayApi("gateway.networking.k8s.io/v1"),
  /** Prometheus Operator, for PodMonitors and PrometheusRules. */
  PrometheusOperator("monitoring.coreos.com/v1"),
  /**
   * The Probes of the Prometheus Operator. Others who read its PodMonitors bring the definition of
   * those and not this one.
   */
  Probes("monitoring.coreos.com/v1"),
  /** KEDA, for ScaledObjects. */
  Keda("keda.sh/v1alpha1");

  private final String groupVersion;

  OptionalApi(String groupVersion) {
    this.groupVersion = groupVersion;
  }

  /** The group and version we write. */
  public String groupVersion() {
    return groupVersion;
  }
}
