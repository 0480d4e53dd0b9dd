package cx.touchpoint.acceptance;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches how many Deployments of a namespace replace their pods at the same time. */
final class Rolling implements ResourceEventHandler<Deployment>, AutoCloseable {

  private final Set<String> rolling = new HashSet<>();
  private @Nullable SharedIndexInformer<Deployment> informer;
  private int most;

  private Rolling() {}

  static Rolling watch(Cluster cluster, String namespace) {
    Rolling watch = new Rolling();
    watch.informer = cluster.client().apps().deployments().inNamespace(namespace).inform(watch);
    return watch;
  }

  /** The most there were at once so far. */
  synchronized int most() {
    return most;
  }

  @Override
  public void onAdd(Deployment deployment) {
    look(deployment);
  }

  @Override
  public void onUpdate(Deployment former, Deployment deployment) {
    look(deployment);
  }

  @Override
  public void onDelete(Deployment deployment, boolean unknown) {}

  private synchronized void look(Deployment deployment) {
    if (isThrough(deployment)) {
      rolling.remove(deployment.getMetadata().getName());
    } else {
      rolling.add(deployment.getMetadata().getName());
    }
    most = Math.max(most, rolling.size());
  }

  /** As kubectl rollout status has it. */
  private static boolean isThrough(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    Integer wanted = deployment.getSpec().getReplicas();
    return Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getReplicas(), wanted)
        && Objects.equals(status.getUpdatedReplicas(), wanted)
        && Objects.equals(status.getAvailableReplicas(), wanted);
  }

  @Override
  public void close() {
    if (informer != null) {
      informer.close();
    }
  }
}
