package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Customers who know nothing of each other (a Poisson process), so many per second as is told. Each
 * says one thing, in a conversation of its own, and sends the same again while it is not answered,
 * as senders of CloudEvents do.
 */
final class Arrivals implements AutoCloseable {

  private static final long SEED = 20;
  private static final long PAUSE_MILLIS = 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Sender sender;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Asking> all = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile double perSecond;
  private long next = System.nanoTime();

  private Arrivals(Sender sender, double perSecond) {
    this.sender = sender;
    this.perSecond = perSecond;
  }

  static Arrivals begin(Sender sender, double perSecond) {
    var arrivals = new Arrivals(sender, perSecond);
    arrivals.clock.execute(arrivals::untilNext);
    return arrivals;
  }

  /** From now on so many come on average. */
  void perSecond(double changed) {
    perSecond = changed;
  }

  /** Those who came in a time. */
  List<Asking> between(Instant from, Instant to) {
    return all.stream()
        .filter(it -> !it.since().isBefore(from) && it.since().isBefore(to))
        .toList();
  }

  /** Nobody comes any more, and whoever came is answered. */
  void untilAllAreAnswered() {
    clock.shutdownNow();
    Cluster.until(
        PATIENCE.plusSeconds(30),
        () ->
            assertThat(all.stream().filter(it -> !it.isAnswered()).map(it -> it.event().getId()))
                .as("messages without an answer, of %d", all.size())
                .isEmpty());
  }

  /** Sends what was answered once more; by its id it must be known what the answer was. */
  void comeAgain(List<Asking> askings) {
    for (Asking asking : askings) {
      if (!isAnsweredNow(asking)) {
        Cluster.until(PATIENCE, () -> assertThat(isAnsweredNow(asking)).isTrue());
      }
    }
  }

  private void untilNext() {
    next += (long) (-Math.log1p(-random.nextDouble()) / perSecond * TimeUnit.SECONDS.toNanos(1));
    var _ = clock.schedule(this::come, next - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void come() {
    customers.execute(this::ask);
    untilNext();
  }

  private void ask() {
    CloudEvent event = Sender.saying("Where is my parcel?");
    var asking = new Asking(event, Instant.now());
    all.add(asking);
    Instant patience = asking.since().plus(PATIENCE);
    try {
      while (!isAnsweredNow(asking)
          && Instant.now().isBefore(patience)
          && !closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        // comes again
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnsweredNow(Asking asking) {
    asking.attempted();
    HttpResponse<String> response;
    try {
      response = sender.sendBinary(asking.event());
    } catch (UncheckedIOException e) {
      return false; // the pod went, or nothing came: nobody knows whether it was taken
    }
    if (response.statusCode() == HttpURLConnection.HTTP_ACCEPTED) {
      asking.acknowledge();
    }
    if (response.statusCode() != HttpURLConnection.HTTP_OK) {
      return false;
    }
    CloudEvent answer = Sender.event(response);
    assertThat(Sender.data(answer).path("inReplyTo").asText()).isEqualTo(asking.event().getId());
    asking.answer(answer.getId(), Instant.now());
    return true;
  }

  @Override
  public void close() {
    closed.countDown();
    clock.shutdownNow();
    customers.shutdownNow();
  }
}
