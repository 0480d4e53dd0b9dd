package cx.touchpoint.connector.promise;

import static org.assertj.core.api.Assertions.assertThat;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise.Phase;
import cx.touchpoint.connector.MovableTime;
import cx.touchpoint.connector.metrics.PromiseResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How waits are decided, by a clock that only the test moves. */
class PromiseLedgerTest {

  private final MovableTime time = new MovableTime();
  private final List<String> decided = new ArrayList<>();
  private final PromiseLedger ledger = new PromiseLedger(time.ticks().stopwatch(), new Recorded());

  @BeforeEach
  void promise() {
    ledger.promise(
        List.of(
            new Promise("fast", Phase.FirstResponse, 10_000, 5_000),
            new Promise("sure", Phase.FirstResponse, 120_000, 5_000),
            new Promise("accept", Phase.Acknowledge, 250, 5_000),
            new Promise("next", Phase.NextResponse, 3_000, 5_000)));
  }

  @Test
  void anAnswerAtTheLastMomentKeepsThePromise() {
    begin("c");
    pass(Duration.ofSeconds(10));
    answered("c");
    assertThat(decided).containsExactly("fast kept", "sure kept");
  }

  @Test
  void aDeadlineThatPassesBreaksThePromiseAtOnceAndOnlyOnce() {
    begin("c");
    passAndLook(Duration.ofMillis(9_999));
    assertThat(decided).isEmpty();
    passAndLook(Duration.ofMillis(1));
    assertThat(decided).containsExactly("fast broken");
    passAndLook(Duration.ofSeconds(20));
    answered("c");
    passAndLook(Duration.ofHours(2));
    assertThat(decided).containsExactly("fast broken", "sure kept");
  }

  @Test
  void anAnswerAfterTheDeadlineIsBrokenEvenWhenNobodyLookedInBetween() {
    begin("c");
    pass(Duration.ofSeconds(11));
    answered("c");
    assertThat(decided).containsExactly("fast broken", "sure kept");
  }

  @Test
  void aCustomerWhoLeavesEarlyCountsNeitherWay() {
    begin("c");
    pass(Duration.ofMillis(4_999));
    ledger.left("c");
    passAndLook(Duration.ofMinutes(10));
    assertThat(decided).containsExactly("abandoned early");
  }

  @Test
  void aCustomerWhoLeavesLaterThanThatWasNotAnsweredInTime() {
    begin("c");
    pass(Duration.ofSeconds(5));
    ledger.left("c");
    passAndLook(Duration.ofMinutes(10));
    assertThat(decided).containsExactly("fast broken", "sure broken", "abandoned late");
  }

  @Test
  void aConnectionThatIsLostAndComesBackInTimeCostsNothing() {
    begin("c");
    pass(Duration.ofSeconds(1));
    ledger.left("c");
    passAndLook(Duration.ofSeconds(2));
    ledger.returned("c");
    passAndLook(Duration.ofSeconds(6));
    answered("c");
    passAndLook(Duration.ofHours(2));
    assertThat(decided).containsExactly("fast kept", "sure kept");
  }

  @Test
  void aCustomerWhoComesBackAfterADeadlinePassedIsStillHeldToIt() {
    begin("c");
    pass(Duration.ofSeconds(1));
    ledger.left("c");
    passAndLook(Duration.ofSeconds(2));
    ledger.returned("c");
    passAndLook(Duration.ofSeconds(8));
    assertThat(decided).containsExactly("fast broken");
  }

  @Test
  void eachPhaseIsDecidedByItsOwnEvent() {
    begin("c");
    ledger.begin(Phase.Acknowledge, "c/1", "c", nanos());
    pass(Duration.ofMillis(200));
    ledger.end(Phase.Acknowledge, "c/1", nanos());
    ledger.begin(Phase.Acknowledge, "c/2", "c", nanos());
    passAndLook(Duration.ofMillis(300));
    assertThat(decided).containsExactly("accept kept", "accept broken");
  }

  @Test
  void eachLaterMessageIsAWaitOfItsOwn() {
    begin("c");
    ledger.begin(Phase.NextResponse, "c/2", "c", nanos());
    pass(Duration.ofSeconds(2));
    ledger.begin(Phase.NextResponse, "c/3", "c", nanos());
    answered("c");
    passAndLook(Duration.ofSeconds(2));
    assertThat(ledger.end(Phase.NextResponse, "c/3", nanos())).contains(Duration.ofSeconds(2));
    assertThat(ledger.end(Phase.NextResponse, "c/2", nanos())).contains(Duration.ofSeconds(4));
    assertThat(ledger.end(Phase.NextResponse, "c/2", nanos())).isEmpty();
    assertThat(decided).containsExactly("fast kept", "sure kept", "next broken", "next kept");
  }

  @Test
  void theSameWaitBegunAgainKeepsItsFirstBeginning() {
    begin("c");
    pass(Duration.ofSeconds(8));
    begin("c");
    passAndLook(Duration.ofSeconds(2));
    assertThat(decided).containsExactly("fast broken");
  }

  @Test
  void whatWaitsLongestIsTheGauge() {
    assertThat(ledger.oldestSeconds(Phase.FirstResponse)).isZero();
    begin("a");
    pass(Duration.ofSeconds(3));
    begin("b");
    pass(Duration.ofSeconds(1));
    assertThat(ledger.oldestSeconds(Phase.FirstResponse)).isEqualTo(4.0);
    assertThat(ledger.oldestSeconds(Phase.Acknowledge)).isZero();
    ledger.left("a");
    assertThat(ledger.oldestSeconds(Phase.FirstResponse)).isEqualTo(1.0);
    answered("b");
    assertThat(ledger.oldestSeconds(Phase.FirstResponse)).isZero();
  }

  @Test
  void newPromisesHoldForWaitsThatBeginAfterThem() {
    begin("old");
    ledger.promise(List.of(new Promise("strict", Phase.FirstResponse, 1_000, 0)));
    begin("new");
    passAndLook(Duration.ofSeconds(2));
    answered("old");
    assertThat(decided).containsExactly("strict broken", "fast kept", "sure kept");
  }

  @Test
  void aMillionWaitsTakeBoundedRoomAndNoneOfThemGoesUncounted() {
    for (int i = 0; i < 1_000_000; i++) {
      begin("c" + i);
    }
    assertThat(ledger.openWaits()).isEqualTo(PromiseLedger.MOST);
    passAndLook(Duration.ofHours(2));
    assertThat(ledger.openWaits()).isZero();
    assertThat(decided).hasSize(2_000_000).allMatch(it -> it.endsWith(" broken"));
  }

  @Test
  void whatHasNothingLeftToDecideMakesRoomBeforeWhatHas() {
    begin("patient");
    ledger.promise(List.of());
    for (int i = 1; i < PromiseLedger.MOST; i++) {
      begin("without a promise " + i);
    }
    begin("one too many");
    assertThat(ledger.openWaits()).isEqualTo(PromiseLedger.MOST);
    assertThat(decided).isEmpty();
    answered("patient");
    assertThat(decided).containsExactly("fast kept", "sure kept");
  }

  @Test
  void aWaitThatIsStillToBeDecidedDoesNotKeepSettledOnesFromBeingForgotten() {
    ledger.promise(List.of(new Promise("slow", Phase.FirstResponse, 14_400_000, 5_000)));
    begin("slow");
    ledger.begin(Phase.Acknowledge, "c/1", "c", nanos());
    passAndLook(Duration.ofHours(1));
    assertThat(ledger.openWaits()).isEqualTo(1);
    answered("slow");
    assertThat(decided).containsExactly("slow kept");
  }

  private void begin(String conversation) {
    ledger.begin(Phase.FirstResponse, conversation, conversation, nanos());
  }

  private void answered(String conversation) {
    ledger.end(Phase.FirstResponse, conversation, nanos());
  }

  private long nanos() {
    return time.ticks().nanoTime();
  }

  private void pass(Duration by) {
    time.advance(by);
  }

  private void passAndLook(Duration by) {
    time.advance(by);
    ledger.advance();
  }

  private final class Recorded implements Decisions {
    @Override
    public void decided(Promise promise, PromiseResult result, String conversation) {
      decided.add(promise.target() + (result == PromiseResult.KEPT ? " kept" : " broken"));
    }

    @Override
    public void abandoned(boolean soon) {
      decided.add(soon ? "abandoned early" : "abandoned late");
    }
  }
}
