package cx.touchpoint.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Customers who all have the chat open and say something twice a second. */
final class Customers implements AutoCloseable {

  private static final long BETWEEN_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One at a page, and what they said and were answered. */
  private record Visit(Customer customer, Ledger ledger) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final List<Visit> visits;
  private final List<? extends Future<?>> speech;

  private Customers(String base, int count) {
    URI address = URI.create(base.replaceFirst("^http", "ws") + "/ws");
    visits =
        IntStream.range(0, count)
            .mapToObj(
                number -> {
                  Ledger ledger = new Ledger("customer " + number);
                  return new Visit(new Customer(http, address, base, loop, ledger), ledger);
                })
            .toList();
    speech =
        IntStream.range(0, count).mapToObj(it -> speech(visits.get(it).customer(), it)).toList();
  }

  /** So many open the chat whose pages come from there, and begin to speak. */
  static Customers speaking(String base, int count) {
    Customers customers = new Customers(base, count);
    customers.untilAnswered(2);
    return customers;
  }

  // Not all at the same moment.
  private ScheduledFuture<?> speech(Customer customer, int number) {
    loop.execute(customer::connect);
    return loop.scheduleAtFixedRate(
        customer::say,
        number * BETWEEN_MILLIS / 10 % BETWEEN_MILLIS,
        BETWEEN_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** Waits until each has so many answers more than now. */
  void untilAnswered(int more) {
    List<Integer> before = each(Ledger::answers);
    Cluster.until(
        PATIENCE,
        () -> {
          List<Integer> now = each(Ledger::answers);
          for (int i = 0; i < now.size(); i++) {
            assertThat(now.get(i))
                .as("answers to customer %s", i)
                .isGreaterThanOrEqualTo(before.get(i) + more);
          }
        });
  }

  /** Lets everyone finish, and compares what was said with what was answered. */
  void assertNothingLost() {
    speech.forEach(it -> it.cancel(false));
    Cluster.until(
        PATIENCE,
        () ->
            assertThat(onLoop(() -> visits.stream().allMatch(it -> it.customer().hasEverything())))
                .as("everything said was accepted")
                .isTrue());
    onLoop(
        () -> {
          visits.forEach(it -> it.ledger().assertWhole());
          return null;
        });
  }

  /** How often each had to connect. */
  List<Integer> connections() {
    return each(Ledger::connections);
  }

  /** Connections that were refused, and messages that were refused for good. */
  List<String> refusals() {
    return each(Ledger::refusals).stream().flatMap(List::stream).toList();
  }

  private <T> List<T> each(java.util.function.Function<Ledger, T> what) {
    return onLoop(() -> visits.stream().map(it -> what.apply(it.ledger())).toList());
  }

  private <T> T onLoop(Callable<T> question) {
    try {
      return loop.submit(question).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the customers", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    speech.forEach(it -> it.cancel(false));
    onLoop(
        () -> {
          visits.forEach(it -> it.customer().leave());
          return null;
        });
    loop.shutdownNow();
    http.shutdownNow();
  }
}
