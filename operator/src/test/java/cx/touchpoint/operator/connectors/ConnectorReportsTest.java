package cx.touchpoint.operator.connectors;

import static org.assertj.core.api.Assertions.assertThat;

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
    askAfter(ConnectorReports.UNSETTLED);
    assertThat(asked).isEqualTo(1);
    observe("2");
    askAfter(ConnectorReports.UNSETTLED);
    assertThat(asked).isEqualTo(2);
    observe("1");
    askAfter(ConnectorReports.SETTLED);
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void anUnchangedAnswerWakesNobody() {
    observe("2");
    askAfter(Duration.ZERO);
    askAfter(ConnectorReports.UNSETTLED);
    askAfter(ConnectorReports.UNSETTLED);
    assertThat(asked).isEqualTo(3);
    assertThat(changes).hasSize(1);
  }

  @Test
  void oneMissedAnswerIsForgivenAndSeveralAreSilence() {
    observe("1");
    askAfter(Duration.ZERO);
    says = null;
    askAfter(ConnectorReports.SETTLED);
    assertThat(observe("1")).hasOnlyElementsOfType(Report.Answered.class);
    for (int miss = 1; miss < ConnectorReports.MISSES_UNTIL_SILENT; miss++) {
      askAfter(ConnectorReports.SETTLED);
    }
    assertThat(observe("1"))
        .containsExactly(new Report.Silent("pod", "192.0.2.1: connection refused"));
  }

  @Test
  void aChannelThatIsGoneIsNotAskedFor() {
    observe("1");
    reports.askDue(id -> false);
    askAfter(ConnectorReports.SETTLED);
    assertThat(asked).isZero();
  }

  private List<Report> observe(String revision) {
    return reports.observe(CHANNEL, List.of(pod()), revision);
  }

  private void askAfter(Duration pause) {
    clock.now = clock.now.plus(pause);
    reports.askDue(id -> true);
  }

  private static ConnectorStatus status(String revision) {
    return new ConnectorStatus("1", revision, null, List.of(), false);
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod")
        .withUid("1")
        .endMetadata()
        .withNewStatus()
        .withPodIP("192.0.2.1")
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
