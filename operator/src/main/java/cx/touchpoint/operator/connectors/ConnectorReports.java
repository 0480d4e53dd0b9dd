package cx.touchpoint.operator.connectors;

import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.Credential;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps asking the connectors of every Channel how they are, and says when an answer changed. A
 * Channel whose connectors all run what they should is asked rarely, one that is on its way often.
 */
public final class ConnectorReports {

  /** How often a connector that runs what it should is asked. */
  static final Duration SETTLED = Duration.ofSeconds(30);

  /** How often one that does not is asked. */
  static final Duration UNSETTLED = Duration.ofSeconds(2);

  /** One missed answer is a busy moment; so many in a row are silence. */
  static final int MISSES_UNTIL_SILENT = 3;

  private static final int ASKED_AT_ONCE = 32;

  private final StatusQuestion question;
  private final Executor executor;
  private final Clock clock;
  private final Consumer<ResourceID> changed;
  private final Semaphore asking = new Semaphore(ASKED_AT_ONCE);
  private final Map<ResourceID, Watched> channels = new ConcurrentHashMap<>();

  private record Watched(String revision, Map<String, Asked> pods) {}

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
   * @param revision the configuration they should run
   */
  public List<Report> observe(ResourceID channel, Collection<Pod> pods, String revision) {
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
    channels.put(channel, new Watched(revision, Map.copyOf(now)));
    return now.values().stream()
        .map(Asked::report)
        .sorted(Comparator.comparing(Report::pod))
        .toList();
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
                      if (asked.claim(clock.instant(), watched.revision())) {
                        executor.execute(() -> ask(channel, asked));
                      }
                    }));
  }

  private void ask(ResourceID channel, Asked asked) {
    try {
      asking.acquire();
      try {
        if (asked.learn(answerOf(asked))) {
          changed.accept(channel);
        }
      } finally {
        asking.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answerOf(Asked asked) throws InterruptedException {
    try {
      return new Answer(question.ask(asked.address), "");
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Answer(null, asked.address + ": " + why);
    }
  }

  private record Answer(@Nullable ConnectorStatus status, String failure) {}

  /** One pod, and what it said. */
  private static final class Asked {
    private final String pod;
    private final String address;
    private @Nullable Instant lastAsked;
    private boolean underWay;
    private int misses;
    private Report report;

    Asked(String pod, String address) {
      this.pod = pod;
      this.address = address;
      this.report = new Report.Unasked(pod);
    }

    synchronized Report report() {
      return report;
    }

    /** Whether it is to be asked now; whoever is told yes has to ask. */
    synchronized boolean claim(Instant now, String revision) {
      Duration pause = isSettled(revision) ? SETTLED : UNSETTLED;
      if (underWay || (lastAsked != null && now.isBefore(lastAsked.plus(pause)))) {
        return false;
      }
      underWay = true;
      lastAsked = now;
      return true;
    }

    /** Takes the answer in; says whether anything is new. */
    synchronized boolean learn(Answer answer) {
      underWay = false;
      Report former = report;
      if (answer.status() != null) {
        misses = 0;
        report = new Report.Answered(pod, answer.status());
      } else if (++misses >= MISSES_UNTIL_SILENT) {
        report = new Report.Silent(pod, answer.failure());
      }
      return !Objects.equals(former, report);
    }

    private boolean isSettled(String revision) {
      return report instanceof Report.Answered(String name, ConnectorStatus status)
          && revision.equals(status.revision())
          && status.configurationProblem() == null
          && status.credentials().stream().allMatch(it -> it.state() == Credential.State.Valid);
    }
  }
}
