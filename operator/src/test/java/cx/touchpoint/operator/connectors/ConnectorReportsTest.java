package cx.touchpoint.operator.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConnectorReportsTest {

  private static final ResourceID CHANNEL = new ResourceID("support", "care");

  private final SetClock clock = new SetClock();
  private final List<ResourceID> changes = new ArrayList<>();
  private int asked;
  private @Nullable ConnectorStatus says = status("1");

  private final ConnectorReports reports =
      new ConnectorReports(
          address -> {
            asked++;
            if (says == null) {
              throw new IOException("connection refused");
            }
            return says;
          },
          Runnable::run,
          clock,
          changes::add);

  @Test
  void aNewConnectorIsAskedAtOnceAndItsAnswerIsTold() {
    assertThat(observe("1")).containsExactly(new Report.Unasked("pod"));
    askAfter(Duration.ZERO);
    assertThat(changes).containsExactly(CHANNEL);
    assertThat(observe("1")).containsExactly(new Report.Answered("pod", status("1")));
  }

  @Test
  void oneThatRunsWhatItShouldIsLeftAloneAndOneThatDoesNotIsAskedAgainSoon() {
    observe("1");
    askAfter(Duration.ZERO);
    askAfter(Asked.UNSETTLED);
    assertThat(asked).isEqualTo(1);
    observe("2");
    askAfter(Asked.UNSETTLED);
    assertThat(asked).isEqualTo(2);
    observe("1");
    askAfter(Asked.SETTLED);
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void oneThatDoesNotKeepMessagesAsItShouldIsAskedAgainSoon() {
    keepsIn(null);
    askAfter(Duration.ZERO);
    keepsIn(ConnectorStatus.History.State.Unreachable);
    askAfter(Asked.UNSETTLED);
    keepsIn(ConnectorStatus.History.State.AcknowledgedBeforeSync);
    askAfter(Asked.UNSETTLED);
    askAfter(Asked.UNSETTLED);
    assertThat(asked).isEqualTo(3);
    assertThat(changes).hasSize(3);
  }

  @Test
  void anUnchangedAnswerWakesNobody() {
    observe("2");
    askAfter(Duration.ZERO);
    askAfter(Asked.UNSETTLED);
    askAfter(Asked.UNSETTLED);
    assertThat(asked).isEqualTo(3);
    assertThat(changes).hasSize(1);
  }

  @Test
  void oneMissedAnswerIsForgivenAndSeveralAreSilence() {
    observe("1");
    askAfter(Duration.ZERO);
    says = null;
    askAfter(Asked.SETTLED);
    assertThat(observe("1")).hasOnlyElementsOfType(Report.Answered.class);
    for (int miss = 1; miss < Asked.MISSES_UNTIL_SILENT; miss++) {
      askAfter(Asked.SETTLED);
    }
    assertThat(observe("1"))
        .containsExactly(new Report.Silent("pod", "192.0.2.1: connection refused"));
  }

  @Test
  void aChannelThatIsGoneIsNotAskedFor() {
    observe("1");
    reports.askDue(id -> false);
    askAfter(Asked.SETTLED);
    assertThat(asked).isZero();
  }

  @Test
  void aChannelThatRunsNoConnectorsAnyMoreIsNotAskedFor() {
    observe("1");
    reports.forget(CHANNEL);
    askAfter(Asked.SETTLED);
    assertThat(asked).isZero();
  }

  @Test
  void oneThatKeepsSayingTheSameIsAskedLessAndLess() {
    observe("2");
    askFor(Duration.ofMinutes(10));
    int before = asked;
    askFor(Duration.ofMinutes(1));
    assertThat(asked - before).isBetween(5, 7);
    observe("3");
    askAfter(Asked.UNSETTLED);
    assertThat(asked - before).as("something new is wanted").isGreaterThan(6);
  }

  @Test
  void oneThatNeverAnswersIsAskedHardlyMoreThanOneThatIsWell() {
    says = null;
    observe("1");
    askFor(Duration.ofMinutes(10));
    int before = asked;
    askFor(Duration.ofMinutes(10));
    assertThat(asked - before).isBetween(18, 22);
  }

  @Test
  void thousandsAreNotAskedInTheSameSecond() {
    List<Pod> pods = IntStream.range(0, 1000).mapToObj(i -> pod("chat-connector-" + i)).toList();
    reports.observe(CHANNEL, pods, new Wanted("1", false));
    askFor(Duration.ofMinutes(10));
    int most = 0;
    for (int second = 0; second < 60; second++) {
      int before = asked;
      askAfter(Duration.ofSeconds(1));
      most = Math.max(most, asked - before);
    }
    assertThat(most).isLessThan(100);
  }

  @Test
  void aTeamWhosePodsAnswerNothingKeepsNobodyWaiting() throws InterruptedException {
    var hanging = new CountDownLatch(1);
    var inVain = new AtomicInteger();
    Set<ResourceID> told = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var fair =
          new ConnectorReports(
              address -> {
                if (address.startsWith("198.51.100.")) {
                  inVain.incrementAndGet();
                  hanging.await();
                }
                return status("1");
              },
              threads,
              clock,
              told::add);
      var theirs = new ResourceID("theirs", "unlucky");
      fair.observe(
          theirs,
          IntStream.range(0, 200).mapToObj(i -> pod("pod-" + i, "198.51.100." + i)).toList(),
          new Wanted("1", false));
      fair.askDue(id -> true);
      await().until(() -> inVain.get() == ConnectorReports.OF_ONE_NAMESPACE);
      fair.observe(CHANNEL, List.of(pod("pod")), new Wanted("1", false));
      fair.askDue(id -> true);
      await().until(() -> told.contains(CHANNEL));
      assertThat(inVain).hasValue(ConnectorReports.OF_ONE_NAMESPACE);
      assertThat(told).doesNotContain(theirs);
      hanging.countDown();
    }
  }

  private List<Report> observe(String revision) {
    return reports.observe(CHANNEL, List.of(pod("pod")), new Wanted(revision, false));
  }

  private void keepsIn(ConnectorStatus.History.@Nullable State state) {
    says =
        new ConnectorStatus(
            "1",
            "1",
            null,
            List.of(),
            false,
            state == null ? null : new ConnectorStatus.History(state, null));
    reports.observe(CHANNEL, List.of(pod("pod")), new Wanted("1", true));
  }

  private void askAfter(Duration pause) {
    clock.now = clock.now.plus(pause);
    reports.askDue(id -> true);
  }

  private void askFor(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      askAfter(Duration.ofSeconds(1));
    }
  }

  private static ConnectorStatus status(String revision) {
    return new ConnectorStatus("1", revision, null, List.of(), false, null);
  }

  private static Pod pod(String name) {
    return pod(name, "192.0.2.1");
  }

  private static Pod pod(String name, String address) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid of " + name)
        .endMetadata()
        .withNewStatus()
        .withPodIP(address)
        .endStatus()
        .build();
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
