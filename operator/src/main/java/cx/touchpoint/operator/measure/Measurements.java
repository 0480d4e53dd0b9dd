package cx.touchpoint.operator.measure;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps asking every Prometheus that some ChannelClass names where all promises stand, and says
 * when that changes. Each has one question under way at most, on a thread of its own: one that is
 * slow keeps no other waiting, and no reconcile.
 */
public final class Measurements {

  private static final Logger LOG = LoggerFactory.getLogger(Measurements.class);

  /** How often one is asked. */
  public static final Duration RHYTHM = Duration.ofSeconds(30);

  private final Function<String, Prometheus> prometheus;
  private final Executor executor;
  private final Clock clock;
  private final Duration rhythm;
  private final News news;
  private final Map<String, Interviewed> all = new ConcurrentHashMap<>();

  /**
   * Measurements of what is still to be asked.
   *
   * @param prometheus the one at an address; may throw IllegalArgumentException for one that is
   *     none, whose message says what to write
   * @param executor where questions are asked; each may block for seconds
   * @param rhythm {@link #RHYTHM}, or less where windows are shorter
   */
  public Measurements(
      Function<String, Prometheus> prometheus,
      Executor executor,
      Clock clock,
      Duration rhythm,
      News news) {
    this.prometheus = prometheus;
    this.executor = executor;
    this.clock = clock;
    this.rhythm = rhythm;
    this.news = news;
  }

  /** What one is known to have said. Never asks, never waits. */
  public Said said(String address) {
    Interviewed one = all.get(address);
    return one == null ? new Said.Nothing() : one.said();
  }

  /**
   * Asks whoever is due, and forgets those that nobody names any more. Call it about once a second.
   *
   * @param named the addresses as classes have them
   */
  public void askDue(Collection<String> named) {
    Set<String> wanted = Set.copyOf(named);
    all.keySet().retainAll(wanted);
    for (String address : wanted) {
      Interviewed one =
          all.computeIfAbsent(address, it -> new Interviewed(() -> prometheus.apply(it)));
      if (one.claim(clock.instant(), rhythm)) {
        executor.execute(() -> ask(address, one));
      }
    }
  }

  private void ask(String address, Interviewed one) {
    Said former = one.said();
    Said now = one.takeIn(answer(address, one), clock.instant());
    if (all.get(address) != one) {
      return; // forgotten meanwhile
    }
    if (now.getClass() != former.getClass()) {
      news.reached(address);
    }
    Standings before = standings(former);
    Standings after = standings(now);
    Stream.concat(before.promises().stream(), after.promises().stream())
        .distinct()
        .filter(it -> !after.showsTheSame(it, before))
        .forEach(news::stands);
    after.turnedSince(before).forEach(news::turned);
  }

  private static Outcome answer(String address, Interviewed one) {
    try {
      return new Outcome.Told(Standings.of(one.prometheus().now(Standings.EXPRESSION)));
    } catch (Unanswered | IllegalArgumentException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(address + " was not asked to the end: we are stopping.");
    } catch (RuntimeException e) {
      // Whatever it is, it must be asked again.
      LOG.warn("Asking {} failed, and that is our fault", address, e);
      return new Outcome.Failed(address + " could not be asked: " + e + ". Please report this.");
    }
  }

  private static Standings standings(Said said) {
    return said.last().map(Said.Answered::standings).orElse(Standings.NONE);
  }

  /** How one question ended. */
  sealed interface Outcome {
    record Told(Standings standings) implements Outcome {}

    record Failed(String why) implements Outcome {}
  }
}
