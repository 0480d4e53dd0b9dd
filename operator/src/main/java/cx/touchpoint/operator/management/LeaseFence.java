package cx.touchpoint.operator.management;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets a client write only while its own lease holds. A process that was frozen goes on where it
 * stood, long before its leader election looks at a clock again; here every write looks first.
 */
public final class LeaseFence implements Interceptor {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final String lease;
  private final String identity;
  private final Duration validFor;
  private final Duration patience;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable lapsed;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition renewed = lock.newCondition();
  private boolean held;
  private Instant heldUntil = Instant.MIN;
  private long heldUntilNanos;

  /**
   * Fences a client; add it to the client as an interceptor.
   *
   * @param lease the Lease's name
   * @param identity who holds the lease while this client may write
   * @param validFor how long after its renewal the lease is relied on; shorter than the time after
   *     which another may take it, by what clocks of two machines differ
   * @param patience how long a write waits for a renewal that is on its way
   * @param clock the wall clock, in which leases tell their renewal
   * @param nanoTime a clock that only goes forward and is not set, in nanoseconds
   * @param lapsed called instead of sending a write; must not return
   */
  LeaseFence(
      String lease,
      String identity,
      Duration validFor,
      Duration patience,
      Clock clock,
      LongSupplier nanoTime,
      Runnable lapsed) {
    this.lease = lease;
    this.identity = identity;
    this.validFor = validFor;
    this.patience = patience;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.lapsed = lapsed;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (isWrite(request) && !isHeldSoon()) {
      lapsed.run();
      throw new IllegalStateException("the lease does not hold, and " + request.uri() + " waits");
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (isOfLease(request) && !READS.contains(request.method()) && response.isSuccessful()) {
      learn(request);
    }
  }

  /** Counts from the renewal as the lease tells it, because others count from there too. */
  private void learn(HttpRequest request) {
    boolean ours = false;
    Instant until = Instant.MIN;
    long left = 0;
    String body = request.bodyString();
    // The elector always writes the whole lease; a list of changes is how the lease is given back.
    if (body.startsWith("{")) {
      var spec = Serialization.unmarshal(body, Lease.class).getSpec();
      ours = identity.equals(spec.getHolderIdentity());
      until = spec.getRenewTime().toInstant().plus(validFor);
      left = Duration.between(clock.instant(), until).toNanos();
    }
    lock.lock();
    try {
      held = ours;
      heldUntil = until;
      heldUntilNanos = nanoTime.getAsLong() + left;
      renewed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isHeldSoon() {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!isHeld()) {
        if (left <= 0) {
          return false;
        }
        left = renewed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isHeld() {
    // The one clock goes on while the machine sleeps, the other cannot be set back.
    return held && clock.instant().isBefore(heldUntil) && heldUntilNanos - nanoTime.getAsLong() > 0;
  }

  private boolean isWrite(HttpRequest request) {
    // Access reviews are asked by POST; nothing is written.
    return !READS.contains(request.method())
        && !isOfLease(request)
        && !request.uri().getPath().startsWith("/apis/authorization.k8s.io/");
  }

  private boolean isOfLease(HttpRequest request) {
    String path = request.uri().getPath();
    return path.endsWith("/leases") || path.endsWith("/leases/" + lease);
  }
}
