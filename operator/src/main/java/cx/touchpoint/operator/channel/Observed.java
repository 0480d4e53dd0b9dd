package cx.touchpoint.operator.channel;

import cx.touchpoint.operator.connectors.Report;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster shows of one Channel.
 *
 * @param connector the Deployment
 * @param open the public Service
 * @param route the HTTPRoute or Ingress
 * @param scaler the HorizontalPodAutoscaler or ScaledObject
 * @param pods the connectors' pods
 * @param reports what connectors said when last asked
 */
record Observed(
    Optional<Deployment> connector,
    Optional<Service> open,
    Optional<? extends HasMetadata> route,
    Optional<? extends HasMetadata> scaler,
    List<Pod> pods,
    List<Report> reports) {}
