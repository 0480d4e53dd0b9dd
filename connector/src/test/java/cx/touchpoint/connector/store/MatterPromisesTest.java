package cx.touchpoint.connector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise.By;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise.Phase;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.Inbox.Incoming;
import cx.touchpoint.connector.store.TurnQueue.Claim;
import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import cx.touchpoint.connector.store.TurnQueue.Promised;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of people, of programs, and of whole matters, and when each is decided. */
class MatterPromisesTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final MatterStep HAND_OVER = new MatterStep.HandOver("needs a person", true);
  private static final MatterStep BY_PROGRAM = new MatterStep.Resolve(Said.Author.Automated);
  private static final MatterStep BY_PERSON = new MatterStep.Resolve(Said.Author.Human);

  @TempDir private Path secret;
  private @Nullable Store database;
  private List<Promise> promises =
      Stream.of(Phase.FirstResponse, Phase.NextResponse, Phase.Resolution)
          .flatMap(
              phase ->
                  Stream.of(null, By.Human, By.Automated)
                      .map(by -> new Promise(name(phase, by), phase, 60_000, 0, by)))
          .toList();

  private static String name(Phase phase, @Nullable By by) {
    return phase + " by " + (by == null ? "Any" : by.name());
  }

  private ChannelStore store() throws Exception {
    Store opened = new Store(secret, history());
    database = opened;
    opened.look();
    assertThat(opened.status().message()).isNull();
    return ChannelStore.of(
        opened, history(), "hello", "replica", new SecureRandom(), () -> promises);
  }

  @BeforeEach
  void makeDatabase() throws Exception {
    Files.writeString(secret.resolve("uri"), PostgresServer.shared().newDatabase());
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void aProgramThatAnswersAndSettlesKeepsItsOwnPromisesAndThoseOfAnybody() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    var answered = store.turns().answer(claim(store), 1, answer("m1", Said.Author.Automated));
    assertThat(names(answered.orElseThrow().kept()))
        .containsExactlyInAnyOrder("FirstResponse by Any", "FirstResponse by Automated");
    keep(store, "m2");
    var settled = end(store, 3, Optional.of(answer("m2", Said.Author.Automated)), BY_PROGRAM);
    assertThat(names(settled.answered().orElseThrow().kept()))
        .containsExactlyInAnyOrder("NextResponse by Any", "NextResponse by Automated");
    MatterChange.Settled matter = settled.change().settled().orElseThrow();
    assertThat(matter.by()).isEqualTo(Said.Author.Automated);
    assertThat(names(matter.kept()))
        .containsExactlyInAnyOrder("Resolution by Any", "Resolution by Automated");
    assertThat(open(store)).isEmpty();
  }

  @Test
  void fromTheHandoffOnPeopleAreWaitedForAndProgramsNoMore() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    var handed = end(store, 1, Optional.empty(), HAND_OVER);
    assertThat(handed.change().happened()).isTrue();
    assertThat(open(store))
        .containsExactlyInAnyOrder(
            "FirstResponse by Any",
            "FirstResponse by Human",
            "Resolution by Any",
            "Resolution by Human");
    keep(store, "m2");
    assertThat(open(store)).contains("NextResponse by Any", "NextResponse by Human");

    var late =
        store
            .lateReplies()
            .keep("c1", "e1", Optional.of(answer("m1", Said.Author.Human)), Optional.empty())
            .orElseThrow();
    assertThat(names(late.kept()))
        .as("a person answers all that was said before")
        .containsExactlyInAnyOrder(
            "FirstResponse by Any",
            "FirstResponse by Human",
            "NextResponse by Any",
            "NextResponse by Human");
    var settled =
        store
            .lateReplies()
            .keep("c1", "e2", Optional.empty(), Optional.of(BY_PROGRAM))
            .orElseThrow();
    MatterChange.Settled matter = settled.change().settled().orElseThrow();
    assertThat(matter.by()).as("who had it settled it").isEqualTo(Said.Author.Human);
    assertThat(names(matter.kept()))
        .containsExactlyInAnyOrder("Resolution by Any", "Resolution by Human");
    assertThat(open(store)).isEmpty();
  }

  @Test
  void aMessageAfterwardsBeginsANewMatterWithWhoeverAnswersFirst() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    end(store, 1, Optional.empty(), HAND_OVER);
    end(store, 1, Optional.of(answer("m1", Said.Author.Human)), BY_PERSON);
    assertThat(open(store)).isEmpty();
    keep(store, "m2");
    assertThat(open(store))
        .containsExactlyInAnyOrder(
            "NextResponse by Any",
            "NextResponse by Automated",
            "Resolution by Any",
            "Resolution by Automated");
    var turn = store.transcript().turn(claim(store)).orElseThrow();
    assertThat(turn.reopens()).isTrue();
    assertThat(turn.handover()).isEmpty();
  }

  @Test
  void whatIsReopenedBelongsToWhomItBelonged() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    end(store, 1, Optional.empty(), HAND_OVER);
    end(store, 1, Optional.of(answer("m1", Said.Author.Human)), BY_PERSON);
    var reopened =
        store
            .lateReplies()
            .keep("c1", "e1", Optional.empty(), Optional.of(new MatterStep.Reopen()))
            .orElseThrow();
    assertThat(reopened.change().happened()).isTrue();
    assertThat(open(store)).containsExactlyInAnyOrder("Resolution by Any", "Resolution by Human");
    keep(store, "m2");
    var turn = store.transcript().turn(claim(store)).orElseThrow();
    assertThat(turn.handover().orElseThrow().reason()).contains("needs a person");
    assertThat(turn.reopens()).isFalse();
  }

  @Test
  void aStepIsTakenOnceHoweverOftenItIsSentAndNothingIsSettledTwice() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    claim(store);
    for (int i = 0; i < 2; i++) {
      var late = store.lateReplies().keep("c1", "e1", Optional.empty(), Optional.of(BY_PERSON));
      assertThat(late.orElseThrow().change().happened()).isEqualTo(i == 0);
    }
    var other = store.lateReplies().keep("c1", "e2", Optional.empty(), Optional.of(BY_PERSON));
    assertThat(other.orElseThrow().fresh()).isTrue();
    assertThat(other.orElseThrow().change().happened()).isFalse();
    assertThat(store.lateReplies().keep("c9", "e1", Optional.empty(), Optional.of(BY_PERSON)))
        .isEmpty();
  }

  @Test
  void aHandoffDuringATurnRefusesWhatTheTurnStillSays() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    Claim asked = claim(store);
    store.lateReplies().keep("c1", "e1", Optional.empty(), Optional.of(HAND_OVER));
    assertThat(store.turns().answer(asked, 1, answer("m1", Said.Author.Automated))).isEmpty();
    var turn = store.transcript().turn(claim(store)).orElseThrow();
    assertThat(turn.message().id()).isEqualTo("m1");
    assertThat(turn.handover()).isPresent();
  }

  @Test
  void aHandoffAfterTheTurnGivesTheLastMessageAnotherWithPeople() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    store.turns().nothingToSay(claim(store), 1);
    assertThat(store.turns().claim(1, LEASE)).isEmpty();
    store.lateReplies().keep("c1", "e1", Optional.empty(), Optional.of(HAND_OVER));
    var turn = store.transcript().turn(claim(store)).orElseThrow();
    assertThat(turn.message().id()).isEqualTo("m1");
  }

  @Test
  void whatPeopleWereWaitedForTooLongIsBrokenAtTheDeadlineByTheDatabasesClock() throws Exception {
    promises =
        List.of(
            new Promise("person", Phase.FirstResponse, 1, 0, By.Human),
            new Promise("settled", Phase.Resolution, 1, 0, By.Human));
    ChannelStore store = store();
    keep(store, "m1");
    assertThat(store.clock().decide()).as("nobody waits for people yet").isEmpty();
    end(store, 1, Optional.empty(), HAND_OVER);
    assertThat(await().until(() -> store.clock().decide(), it -> !it.isEmpty()))
        .containsExactlyInAnyOrder(
            new PromiseClock.Broken(Phase.FirstResponse, "person", 1, 1),
            new PromiseClock.Broken(Phase.Resolution, "settled", 1, 1));
    var settled = store.lateReplies().keep("c1", "e1", Optional.empty(), Optional.of(BY_PERSON));
    assertThat(settled.orElseThrow().change().settled().orElseThrow().kept()).isEmpty();
  }

  @Test
  void whatNobodySaysAnythingAboutIsSettledUnlessACustomerWaits() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    assertThat(store.idleMatters().settle(Duration.ZERO)).as("it has no answer").isEmpty();
    Claim claim = claim(store);
    assertThat(store.idleMatters().settle(Duration.ZERO)).as("somebody is at it").isEmpty();
    store.turns().answer(claim, 1, answer("m1", Said.Author.Automated));
    assertThat(store.idleMatters().settle(Duration.ofHours(1))).as("it was just said").isEmpty();
    MatterChange.Settled settled = store.idleMatters().settle(Duration.ZERO).getFirst();
    assertThat(settled.by()).isEqualTo(Said.Author.Automated);
    assertThat(names(settled.kept()))
        .containsExactlyInAnyOrder("Resolution by Any", "Resolution by Automated");
    assertThat(store.idleMatters().settle(Duration.ZERO)).as("once").isEmpty();

    keep(store, "m2");
    assertThat(store.transcript().turn(claim(store)).orElseThrow().reopens()).isTrue();
  }

  @Test
  void whoWaitsForAPersonIsNotTakenForIdle() throws Exception {
    ChannelStore store = store();
    keep(store, "m1");
    end(store, 1, Optional.empty(), HAND_OVER);
    store.turns().nothingToSay(claim(store), 1);
    assertThat(store.idleMatters().settle(Duration.ZERO)).isEmpty();
    store
        .lateReplies()
        .keep("c1", "e1", Optional.of(answer("m1", Said.Author.Human)), Optional.empty());
    MatterChange.Settled settled = store.idleMatters().settle(Duration.ZERO).getFirst();
    assertThat(settled.by()).isEqualTo(Said.Author.Human);
    assertThat(names(settled.kept()))
        .containsExactlyInAnyOrder("Resolution by Any", "Resolution by Human");
  }

  private static History history() {
    return new History("customers", "care", "shop", 90);
  }

  private static void keep(ChannelStore store, String id) throws StoreFailure {
    store.inbox().keep(new Incoming("c1", id, "Hello", List.of(), null, null));
  }

  private static Claim claim(ChannelStore store) throws StoreFailure {
    return store.turns().claim(1, LEASE).getFirst();
  }

  private static TurnQueue.Ended end(
      ChannelStore store, long seq, Optional<Outgoing> answer, MatterStep step)
      throws StoreFailure {
    return store.turns().end(claim(store), seq, answer, step).orElseThrow();
  }

  private static Outgoing answer(String to, Said.Author author) {
    return new Outgoing(to + ".1", author, to, null, null, List.of(Part.text("Yes")));
  }

  private static List<String> names(List<Promised> kept) {
    return kept.stream().map(Promised::target).toList();
  }

  private List<String> open(ChannelStore store) throws StoreFailure {
    return store
        .store()
        .ask(
            connection ->
                Asked.rows(connection, "SELECT target FROM promised", row -> row.getString(1)));
  }
}
