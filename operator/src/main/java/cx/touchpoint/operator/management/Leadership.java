package cx.touchpoint.operator.management;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose turn it is to write: one lease, given back when its holder stops in good order. */
public final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** The Lease's name, in the operator's namespace. */
  public static final String LEASE = "touchpoint-operator";

  private static final int LOST = 3;

  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /** One process's claim to the lease. */
  public Leadership(KubernetesClient client, String namespace, String identity) {
    this.client = client;
    this.namespace = namespace;
    this.identity = identity;
  }

  /** How the election is run. The framework's own exit would deadlock in a shutdown hook. */
  public LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> LOG.info("leading as {}", identity),
                this::lost,
                leader -> LOG.info("the leader is {}", leader)))
        .build();
  }

  /** From now on losing the lease is no surprise. */
  public void stopping() {
    stopping.set(true);
  }

  /** A leader that lost its lease must not write again; the quickest way is to end. */
  private void lost() {
    if (!stopping.get()) {
      LOG.error("the lease was lost while leading: ending, so that only one operator writes");
      Runtime.getRuntime().halt(LOST);
    }
  }

  /** Gives the lease back, so that the next operator need not wait until it runs out. */
  public void release() {
    try {
      var lease = client.leases().inNamespace(namespace).withName(LEASE);
      var present = lease.get();
      if (present != null && identity.equals(present.getSpec().getHolderIdentity())) {
        lease.edit(
            it -> {
              it.getSpec().setHolderIdentity("");
              it.getSpec().setLeaseDurationSeconds(1);
              return it;
            });
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the lease was not given back and will run out by itself: {}", e.getMessage());
    }
  }
}
