package cx.touchpoint.operator.management;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose turn it is to write: one lease, given back when its holder stops in good order. */
public final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** The Lease's name, in the operator's namespace. */
  public static final String LEASE = "touchpoint-operator";

  /** So long after its last renewal another may take the lease. */
  private static final Duration TAKEN_AFTER = Duration.ofSeconds(15);

  /** So long after its last renewal its holder relies on it no more. */
  private static final Duration RELIED_ON_FOR = Duration.ofSeconds(10);

  private static final Duration RENEWED_EVERY = Duration.ofSeconds(2);

  /** A leader of the same name as before starts before its first renewal has been answered. */
  private static final Duration FIRST_RENEWAL = Duration.ofSeconds(5);

  private static final int LOST = 3;

  private final String namespace;
  private final String identity;
  private final LeaseFence fence;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean leading = new AtomicBoolean();

  /**
   * One process's claim to the lease.
   *
   * @param namespace where the lease is kept
   * @param identity this process among several
   */
  public Leadership(String namespace, String identity, Clock clock) {
    this.namespace = namespace;
    this.identity = identity;
    fence =
        new LeaseFence(
            LEASE,
            identity,
            RELIED_ON_FOR,
            FIRST_RENEWAL,
            clock,
            System::nanoTime,
            () -> end("a write was due after the lease had run out"));
  }

  /** What keeps the client of this process from writing without the lease. */
  public LeaseFence fence() {
    return fence;
  }

  /** How the election is run. The framework's own exit would deadlock in a shutdown hook. */
  public LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withLeaseDuration(TAKEN_AFTER)
        .withRenewDeadline(RELIED_ON_FOR)
        .withRetryPeriod(RENEWED_EVERY)
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                this::won, this::lost, leader -> LOG.info("the leader is {}", leader)))
        .build();
  }

  /** From now on losing the lease is no surprise. */
  public void stopping() {
    stopping.set(true);
  }

  /** Whether this process holds the lease, as far as it knows. */
  public boolean isLeading() {
    return leading.get();
  }

  private void won() {
    leading.set(true);
    LOG.info("leading as {}", identity);
  }

  private void lost() {
    leading.set(false);
    if (!stopping.get()) {
      end("the lease was lost while leading");
    }
  }

  /** A leader that lost its lease must not write again; the quickest way is to end. */
  private static void end(String why) {
    LOG.error("{}: ending, so that only one operator writes", why);
    Runtime.getRuntime().halt(LOST);
  }

  /** Gives the lease back, so that the next operator need not wait until it runs out. */
  public void release(KubernetesClient client) {
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
