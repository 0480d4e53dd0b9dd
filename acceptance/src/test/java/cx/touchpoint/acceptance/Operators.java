package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;

/** The operator's pods: one leads, the others stand by. */
record Operators(Cluster cluster) {

  static final String NAME = "touchpoint-operator";

  /** Also those on their way out: they may still lead. */
  List<Pod> pods() {
    return cluster
        .client()
        .pods()
        .inNamespace(Cluster.OPERATOR)
        .withLabel("app.kubernetes.io/name", NAME)
        .list()
        .getItems();
  }

  /** The name of the pod that leads; empty when none does. */
  String leader() {
    String holder =
        cluster
            .client()
            .leases()
            .inNamespace(Cluster.OPERATOR)
            .withName(NAME)
            .require()
            .getSpec()
            .getHolderIdentity();
    return holder == null ? "" : holder;
  }

  /** How the container of a pod fares. */
  ContainerStatus container(String pod) {
    return cluster
        .client()
        .pods()
        .inNamespace(Cluster.OPERATOR)
        .withName(pod)
        .require()
        .getStatus()
        .getContainerStatuses()
        .getFirst();
  }

  int replicas() {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(Cluster.OPERATOR)
        .withName(NAME)
        .require()
        .getSpec()
        .getReplicas();
  }

  /** Scales and waits until exactly so many are there and ready. */
  void scale(int replicas) {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(Cluster.OPERATOR)
        .withName(NAME)
        .edit(
            it -> {
              it.getSpec().setReplicas(replicas);
              return it;
            });
    untilReady(replicas);
  }

  /** Waits until exactly so many are there and ready. */
  void untilReady(int replicas) {
    Cluster.until(
        Cluster.ROLLOUT,
        () ->
            assertThat(pods())
                .extracting(it -> Readiness.getInstance().isReady(it))
                .hasSize(replicas)
                .doesNotContain(false));
  }
}
