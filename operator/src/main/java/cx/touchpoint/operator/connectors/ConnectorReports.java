package cx.touchpoint.operator.connectors;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps asking the connectors of every Channel how they are, and says when an answer changed. A
 * Channel whose connectors all run what they should is asked rarely, one that is on its way often.
 */
public final class ConnectorReports {

  private static final int ASKED_AT_ONCE = 128;

  /** A team whose pods let every question run into its timeout keeps no other team waiting. */
  static final int OF_ONE_NAMESPACE = 8;

  private final StatusQuestion question;
  private final Executor executor;
  private final Clock clock;
  private final Consumer<ResourceID> changed;
  private final Semaphore asking = new Semaphore(ASKED_AT_ONCE, true);
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final Map<ResourceID, Watched> channels = new ConcurrentHashMap<>();

  private record Watched(Wanted wanted, Map<String, Asked> pods) {}

  /**
   * Reports on connectors.
   *
   * @param executor where connectors are asked; each question may block for seconds
   * @param changed told which Channel has a new answer
   */
  public ConnectorReports(
      StatusQuestion question, Executor executor, Clock clock, Consumer<ResourceID> changed) {
    this.question = question;
    this.executor = executor;
    this.clock = clock;
    this.changed = changed;
  }

  /**
   * Says what the connectors of a Channel last answered, and goes on asking these pods.
   *
   * @param pods the Channel's pods as they are now
   * @param wanted what they should come to say
   */
  public List<Report> observe(ResourceID channel, Collection<Pod> pods, Wanted wanted) {
    var former = channels.get(channel);
    var now = new HashMap<String, Asked>();
    for (Pod pod : pods) {
      String address = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
      if (address != null && pod.getMetadata().getDeletionTimestamp() == null) {
        String key = pod.getMetadata().getUid() + "@" + address;
        Asked known = former == null ? null : former.pods().get(key);
        now.put(key, known == null ? new Asked(pod.getMetadata().getName(), address) : known);
      }
    }
    channels.put(channel, new Watched(wanted, Map.copyOf(now)));
    return now.values().stream()
        .map(Asked::report)
        .sorted(Comparator.comparing(Report::pod))
        .toList();
  }

  /** Asks nobody of a Channel any more. */
  public void forget(ResourceID channel) {
    channels.remove(channel);
  }

  /** Asks whoever is due, and forgets Channels that are gone. Call it about once a second. */
  public void askDue(Predicate<ResourceID> exists) {
    channels.keySet().removeIf(exists.negate());
    channels.forEach(
        (channel, watched) ->
            watched
                .pods()
                .values()
                .forEach(
                    asked -> {
                      if (asked.claim(clock.instant(), watched.wanted())) {
                        executor.execute(() -> ask(channel, asked));
                      }
                    }));
  }

  private void ask(ResourceID channel, Asked asked) {
    Semaphore turn =
        turns.computeIfAbsent(
            channel.getNamespace().orElse(""), it -> new Semaphore(OF_ONE_NAMESPACE, true));
    try {
      turn.acquire();
      try {
        asking.acquire();
        try {
          if (hasNews(asked)) {
            changed.accept(channel);
          }
        } finally {
          asking.release();
        }
      } finally {
        turn.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasNews(Asked asked) throws InterruptedException {
    try {
      return asked.answered(question.ask(asked.address()));
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return asked.missed(asked.address() + ": " + why);
    }
  }
}
