package cx.touchpoint.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConditionsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aConditionWhoseStatusStaysKeepsTheTimeOfItsTurn() {
    List<Condition> noon = at(NOON, List.of()).add("Ready", Verdict.no("Broken", "one")).list();
    List<Condition> later =
        at(NOON.plusSeconds(60), noon).add("Ready", Verdict.no("Other", "two")).list();
    assertThat(later)
        .singleElement()
        .satisfies(it -> assertThat(it.getLastTransitionTime()).isEqualTo(NOON.toString()))
        .satisfies(it -> assertThat(it.getReason()).isEqualTo("Other"));
  }

  @Test
  void aConditionThatTurnsTellsWhen() {
    List<Condition> noon = at(NOON, List.of()).add("Ready", Verdict.no("Broken", "")).list();
    Instant later = NOON.plusSeconds(60);
    assertThat(at(later, noon).add("Ready", Verdict.yes("Serving", "")).list())
        .singleElement()
        .satisfies(it -> assertThat(it.getLastTransitionTime()).isEqualTo(later.toString()));
  }

  @Test
  void aConditionNotSaidAgainIsGoneUnlessItIsKept() {
    List<Condition> noon =
        at(NOON, List.of())
            .add("Stalled", Verdict.yes("Broken", ""))
            .add("Exposed", Verdict.yes("Fine", ""))
            .list();
    assertThat(at(NOON, noon).keep("Exposed", "Never").list())
        .singleElement()
        .satisfies(it -> assertThat(it.getType()).isEqualTo("Exposed"));
  }

  private static Conditions at(Instant now, List<Condition> former) {
    return new Conditions(former, 1, Clock.fixed(now, ZoneOffset.UTC));
  }
}
