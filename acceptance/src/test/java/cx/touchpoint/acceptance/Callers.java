package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two customers who ask all the while, about twenty times a second each: one over a connection that
 * is kept, as browsers do, and one over a new connection each time.
 */
final class Callers implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 5000;
  private static final int PAUSE_MILLIS = 50;

  private final AtomicInteger answered = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> threads;

  private Callers(String url) {
    threads =
        List.of(
            Thread.ofVirtual().unstarted(() -> keep(url)),
            Thread.ofVirtual().unstarted(() -> anew(url)));
  }

  static Callers calling(String url) {
    Callers callers = new Callers(url);
    callers.threads.forEach(Thread::start);
    return callers;
  }

  int answered() {
    return answered.get();
  }

  /** Whatever went wrong, and when. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  void untilAnswered(int times) {
    Cluster.until(
        Duration.ofSeconds(30), () -> assertThat(answered.get()).isGreaterThanOrEqualTo(times));
  }

  private void keep(String url) {
    try (Http http = new Http()) {
      while (goOn()) {
        note("kept connection", () -> http.get(url).statusCode());
      }
    }
  }

  private void anew(String url) {
    while (goOn()) {
      note("new connection", () -> once(url));
    }
  }

  private static int once(String url) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setRequestProperty("Connection", "close");
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  @FunctionalInterface
  private interface Call {
    int status() throws IOException;
  }

  private void note(String caller, Call call) {
    try {
      int status = call.status();
      if (status == HttpURLConnection.HTTP_OK) {
        answered.incrementAndGet();
      } else {
        failures.add(Instant.now() + " " + caller + ": status " + status);
      }
    } catch (IOException | UncheckedIOException e) {
      failures.add(Instant.now() + " " + caller + ": " + e);
    }
  }

  /** Waits a little between calls; false when it is time to stop. */
  private boolean goOn() {
    try {
      return !stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    stop.countDown();
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofMillis(2L * PATIENCE_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
