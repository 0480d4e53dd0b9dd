package cx.touchpoint.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.operator.measure.WriteRhythm.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WriteRhythmTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final WriteRhythm RHYTHM = new WriteRhythm(WriteRhythm.PAUSE);

  @Test
  void theFirstIsWrittenAtOnce() {
    assertThat(decide("", "a", null)).isEqualTo(new Decision.Write());
  }

  @Test
  void whatStandsThereAlreadyIsLeft() {
    assertThat(decide("a", "a", null)).isEqualTo(new Decision.Leave());
    assertThat(decide("a", "a", NOW.minusSeconds(9999))).isEqualTo(new Decision.Leave());
  }

  @Test
  void aChangeWaitsForThePauseAndThenComesByItself() {
    assertThat(decide("a", "b", NOW.minusSeconds(60)))
        .isEqualTo(new Decision.LookAgain(Duration.ofMinutes(4)));
    assertThat(decide("a", "b", NOW.minus(WriteRhythm.PAUSE))).isEqualTo(new Decision.Write());
  }

  @Test
  void aTimeFromAClockThatIsAheadSilencesNobody() {
    assertThat(decide("a", "b", NOW.plusSeconds(1))).isEqualTo(new Decision.Write());
    assertThat(decide("a", "b", Instant.MAX)).isEqualTo(new Decision.Write());
  }

  @Test
  void whoeverObeysWritesAtMostOnceInAPauseAndEndsWithTheLatest() {
    var random = new Random(3);
    var writes = new ArrayList<Instant>();
    int written = 0;
    int wanted = 1;
    Instant now = NOW;
    Instant lookAgain = NOW;
    for (int second = 0; second < 7200; second++) {
      now = now.plusSeconds(1);
      boolean changed = second < 6600 && random.nextInt(40) == 0;
      wanted = changed ? random.nextInt(5) : wanted;
      if (changed || !now.isBefore(lookAgain)) {
        switch (RHYTHM.decide(written, wanted, writes.isEmpty() ? null : writes.getLast(), now)) {
          case Decision.Leave() -> lookAgain = Instant.MAX;
          case Decision.LookAgain(Duration in) -> lookAgain = now.plus(in);
          case Decision.Write() -> {
            writes.add(now);
            written = wanted;
            lookAgain = Instant.MAX;
          }
        }
      }
    }

    assertThat(written).isEqualTo(wanted);
    assertThat(writes).hasSizeBetween(15, 24);
    for (int index = 1; index < writes.size(); index++) {
      assertThat(Duration.between(writes.get(index - 1), writes.get(index)))
          .isGreaterThanOrEqualTo(WriteRhythm.PAUSE);
    }
  }

  private static Decision decide(String written, String wanted, @Nullable Instant last) {
    return RHYTHM.decide(written, wanted, last, NOW);
  }
}
