package cx.touchpoint.connector.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorConfiguration.Type;
import cx.touchpoint.connector.MovableTime;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Order, slots and early refusal, with turns that run only when the test lets them. */
class TurnsTest {

  private final Deque<Runnable> started = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final Turns turns =
      new Turns(
          (message, _) -> {
            asked.add(message.conversation() + message.id());
            return Reaction.NOTHING;
          },
          2,
          started::add,
          new MovableTime().ticks(),
          new ConnectorMetrics("hello", Type.WebChat));

  @Test
  void asManyTurnsRunAsThereAreSlotsAndTheOthersWait() {
    submit("a", "1");
    submit("b", "1");
    submit("c", "1");
    assertThat(started).hasSize(2);
    assertThat(turns.inflight()).isEqualTo(2);
    assertThat(turns.queueDepth()).isEqualTo(1);
    runAll();
    assertThat(asked).containsExactly("a1", "b1", "c1");
    assertThat(turns.inflight()).isZero();
  }

  @Test
  void oneConversationHasOneTurnAtATimeAndDoesNotHoldOthersUp() {
    submit("a", "1");
    submit("a", "2");
    submit("a", "3");
    submit("b", "1");
    assertThat(started).hasSize(2);
    assertThat(turns.queueDepth()).as("a waits for itself, not for a slot").isZero();
    runAll();
    assertThat(asked).containsExactly("a1", "b1", "a2", "a3");
  }

  @Test
  void whatCannotBeServedSoonIsRefusedAtOnce() {
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 2 + 2 * 16 + 1; i++) {
      outcomes.add(submit("c" + i, "1"));
    }
    Outcome last = outcomes.getLast().join();
    assertThat(last)
        .isEqualTo(new Outcome.Refused(Outcome.Reason.OVERLOADED, Duration.ofSeconds(2)));
    assertThat(outcomes.get(outcomes.size() - 2)).isNotDone();
    runAll();
    assertThat(asked).hasSize(2 + 2 * 16);
  }

  @Test
  void moreSlotsAreUsedAtOnce() {
    for (int i = 0; i < 5; i++) {
      submit("c" + i, "1");
    }
    turns.configure((_, _) -> Reaction.NOTHING, 4);
    assertThat(started).hasSize(4);
    assertThat(turns.slots()).isEqualTo(4);
  }

  @Test
  void aDrainEndsWhatRunsRefusesWhatWaitsAndTakesNothingNew() {
    submit("a", "1");
    submit("b", "1");
    CompletableFuture<Outcome> behindItself = submit("a", "2");
    CompletableFuture<Outcome> withoutSlot = submit("c", "1");
    CompletableFuture<Void> drained = turns.drain();

    Outcome goingAway = new Outcome.Refused(Outcome.Reason.GOING_AWAY, Duration.ofSeconds(1));
    assertThat(behindItself).isCompletedWithValue(goingAway);
    assertThat(withoutSlot).isCompletedWithValue(goingAway);
    assertThat(submit("d", "1")).isCompletedWithValue(goingAway);
    assertThat(drained).isNotDone();
    runAll();
    assertThat(drained).isDone();
    assertThat(asked).containsExactly("a1", "b1");
  }

  @Test
  void aDrainWithNothingInProgressIsOverAtOnce() {
    assertThat(turns.drain()).isDone();
  }

  private CompletableFuture<Outcome> submit(String conversation, String id) {
    return turns.submit(
        new Message(id, conversation, "hi", new MovableTime().now(), 0, TraceContext.NONE));
  }

  private void runAll() {
    for (Runnable turn = started.poll(); turn != null; turn = started.poll()) {
      turn.run();
    }
  }
}
