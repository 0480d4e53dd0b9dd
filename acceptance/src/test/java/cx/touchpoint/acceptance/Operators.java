package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

  /**
   * Sets an environment variable of the operator, or takes it away, and waits until it runs so.
   *
   * @param value null takes it away
   */
  void setVariable(String name, @Nullable String value) {
    int replicas = replicas();
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(Cluster.OPERATOR)
        .withName(NAME)
        .edit(
            it -> {
              var variables = it.getSpec().getTemplate().getSpec().getContainers().getFirst();
              variables.getEnv().removeIf(variable -> variable.getName().equals(name));
              if (value != null) {
                variables.getEnv().add(new EnvVar(name, value, null));
              }
              return it;
            });
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(Cluster.OPERATOR)
        .withName(NAME)
        .waitUntilCondition(
            it ->
                it != null
                    && Objects.equals(
                        it.getStatus().getObservedGeneration(), it.getMetadata().getGeneration())
                    && Objects.equals(it.getStatus().getUpdatedReplicas(), replicas)
                    && Objects.equals(it.getStatus().getReplicas(), replicas),
            Cluster.ROLLOUT.toSeconds(),
            TimeUnit.SECONDS);
    untilReady(replicas);
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
