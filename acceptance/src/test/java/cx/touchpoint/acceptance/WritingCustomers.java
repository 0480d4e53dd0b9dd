package cx.touchpoint.acceptance;

import io.cloudevents.CloudEvent;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Customers who go on writing, each in one conversation, whether they are answered or not. What is
 * not acknowledged they send again, the same, until it is; what they were told is in their journal.
 */
final class WritingCustomers implements AutoCloseable {

  private static final int TOO_MANY = 50;
  private static final long PAUSE_MILLIS = 200;

  private final Sender sender;
  private final Journal journal;
  private final long gapNanos;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> writing = new ArrayList<>();
  private final ConcurrentLinkedQueue<CloudEvent> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicLong attempts = new AtomicLong();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private WritingCustomers(Sender sender, Journal journal, long gapNanos) {
    this.sender = sender;
    this.journal = journal;
    this.gapNanos = gapNanos;
  }

  /**
   * So many customers begin.
   *
   * @param perSecond messages of all of them together, as long as they are acknowledged quickly
   */
  static WritingCustomers begin(Sender sender, Journal journal, int customers, double perSecond) {
    long gap = (long) (customers / perSecond * TimeUnit.SECONDS.toNanos(1));
    var all = new WritingCustomers(sender, journal, gap);
    for (int i = 0; i < customers; i++) {
      String conversation = "customer-" + i;
      long first = gap * i / customers;
      all.writing.add(all.threads.submit(() -> all.write(conversation, first)));
    }
    return all;
  }

  /** Messages the connector has taken. */
  int acknowledged() {
    return acknowledged.size();
  }

  /** Requests that were needed for it. */
  long attempts() {
    return attempts.get();
  }

  /** Everybody ends what they are at. */
  void end() {
    over.countDown();
    await(writing);
  }

  /**
   * Sends everything that was acknowledged once more and notes the answer; by the id of a message
   * it must be known what the answer was.
   *
   * @param patience for each that is not answered yet
   */
  void askForAnswers(Duration patience) {
    var few = new Semaphore(TOO_MANY);
    var asking = new ArrayList<Future<?>>();
    for (CloudEvent event : acknowledged) {
      few.acquireUninterruptibly();
      asking.add(
          threads.submit(
              () -> {
                try {
                  untilAnswered(event, System.nanoTime() + patience.toNanos());
                } finally {
                  few.release();
                }
              }));
    }
    await(asking);
  }

  private static void await(List<Future<?>> customers) {
    for (Future<?> each : customers) {
      try {
        each.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while customers end", e);
      } catch (ExecutionException e) {
        throw new AssertionError("a customer failed", e.getCause());
      }
    }
  }

  private void write(String conversation, long firstAfterNanos) {
    long next = System.nanoTime() + firstAfterNanos;
    for (int i = 0; !isOver(next); i++) {
      CloudEvent event = Sender.continuing(conversation, conversation + " says " + i);
      while (!isTaken(event)) {
        pause();
      }
      journal.note("acknowledged", conversation, words(event));
      acknowledged.add(event);
      next += gapNanos;
    }
  }

  private boolean isOver(long nextNanos) {
    try {
      return over.await(nextNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean isTaken(CloudEvent event) {
    attempts.incrementAndGet();
    try {
      int status = sender.sendWithoutWaiting(event).statusCode();
      return status == HttpURLConnection.HTTP_ACCEPTED || status == HttpURLConnection.HTTP_OK;
    } catch (UncheckedIOException e) {
      return false; // the pod went, or nothing came: nobody knows whether it was taken
    }
  }

  // Out of time it is not answered, and Audit tells so.
  private void untilAnswered(CloudEvent event, long deadlineNanos) {
    while (System.nanoTime() < deadlineNanos) {
      try {
        HttpResponse<String> response = sender.sendBinary(event);
        if (response.statusCode() == HttpURLConnection.HTTP_OK) {
          String answer = Sender.data(Sender.event(response)).at("/parts/0/text").asText();
          journal.note("answered", words(event), answer);
          return;
        }
      } catch (UncheckedIOException e) {
        // the same again
      }
      pause();
    }
  }

  /** By their words messages are known to both sides; ids are the connector's own. */
  private static String words(CloudEvent event) {
    return Sender.data(event).path("text").asText();
  }

  private void pause() {
    try {
      var _ = closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    closed.countDown();
    threads.shutdownNow();
  }
}
