package cx.touchpoint.connector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise.Phase;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.Inbox.Incoming;
import cx.touchpoint.connector.store.Inbox.Kept;
import cx.touchpoint.connector.store.TurnQueue.Claim;
import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in a real PostgreSQL, seen by two replicas of one channel. */
class ChannelStoreTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  @TempDir private Path secret;
  private String database = "";
  private List<Promise> promises = List.of();
  private final List<Store> stores = new ArrayList<>();

  PostgresServer server() {
    return PostgresServer.shared();
  }

  @BeforeEach
  void makeDatabase() throws Exception {
    String uri = server().newDatabase();
    database = PostgresServer.databaseOf(uri);
    Files.writeString(secret.resolve("uri"), uri + "\n");
  }

  @AfterEach
  void close() {
    stores.forEach(Store::close);
  }

  @Test
  void aMessageIsKeptOnceHoweverOftenItComes() throws Exception {
    ChannelStore store = replica();
    Kept first = store.inbox().keep(message("c1", "m1", "Hello"));
    Kept again = replica().inbox().keep(message("c1", "m1", "Hello"));
    assertThat(first.fresh()).isTrue();
    assertThat(again).isEqualTo(new Kept(first.conversation(), first.seq(), false, false));
    assertThat(store.inbox().keep(message("c2", "m1", "Hello")).fresh())
        .as("the same id in another conversation")
        .isTrue();
  }

  @Test
  void theSameMessageManyTimesAtOnceIsKeptOnce() throws Exception {
    ChannelStore store = replica();
    List<Callable<Kept>> together = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String id = "m" + i % 3;
      together.add(() -> store.inbox().keep(message("c1", id, "Hello")));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Kept> kept = new ArrayList<>();
      for (var future : threads.invokeAll(together)) {
        kept.add(future.get());
      }
      assertThat(kept).filteredOn(Kept::fresh).hasSize(3);
      assertThat(kept).extracting(Kept::seq).containsOnly(1L, 2L, 3L);
    }
  }

  @Test
  void whatIsSaidCannotBeReadWithoutTheCustomersKey() throws Exception {
    ChannelStore store = replica();
    store.inbox().keep(message("c1", "m1", "my very own words"));
    Claim claim = store.turns().claim(1, LEASE).getFirst();
    store.turns().answer(claim, 1, answer("m1", "an answer to them"));
    assertThat(dump()).doesNotContain("very own words").doesNotContain("an answer to them");
    assertThat(store.transcript().answersAfter("c1", 0))
        .extracting(it -> Part.textOf(it.parts()))
        .containsExactly("an answer to them");
  }

  @Test
  void aConversationIsOneReplicasAtATimeAndInOrder() throws Exception {
    ChannelStore one = replica();
    ChannelStore other = replica();
    one.inbox().keep(message("c1", "m1", "first"));
    one.inbox().keep(message("c1", "m2", "second"));
    one.inbox().keep(message("c2", "m1", "elsewhere"));
    List<Claim> all = new ArrayList<>(one.turns().claim(10, LEASE));
    assertThat(other.turns().claim(10, LEASE)).isEmpty();
    assertThat(all).extracting(Claim::name).containsExactlyInAnyOrder("c1", "c2");
    Claim c1 = all.stream().filter(it -> it.name().equals("c1")).findFirst().orElseThrow();
    assertThat(one.transcript().turn(c1).orElseThrow().message().parts())
        .containsExactly(Part.text("first"));
    assertThat(one.turns().answer(c1, 1, answer("m1", "one"))).isPresent();

    Claim next = other.turns().claim(10, LEASE).getFirst();
    var turn = other.transcript().turn(next).orElseThrow();
    assertThat(turn.message().parts()).containsExactly(Part.text("second"));
    assertThat(turn.before())
        .extracting(it -> Part.textOf(it.parts()))
        .containsExactly("first", "one");
  }

  @Test
  void aMessageMayComeWithItsTurnUnlessSomethingElseWaits() throws Exception {
    ChannelStore store = replica();
    Optional<Duration> lease = Optional.of(LEASE);
    Claim first = store.inbox().keep(message("c1", "m1", "first"), lease).turn().orElseThrow();
    assertThat(store.turns().claim(10, LEASE)).as("somebody has it").isEmpty();
    assertThat(store.inbox().keep(message("c1", "m2", "second"), lease).turn()).isEmpty();
    assertThat(store.inbox().keep(message("c1", "m1", "first"), lease).turn()).isEmpty();
    assertThat(store.transcript().turn(first).orElseThrow().message().id()).isEqualTo("m1");
    assertThat(store.turns().answer(first, 1, answer("m1", "one"))).isPresent();
    assertThat(store.inbox().keep(message("c1", "m3", "third"), lease).turn())
        .as("the second is first")
        .isEmpty();
    Claim second = claimed(store);
    assertThat(store.turns().answer(second, 2, answer("m2", "two"))).isPresent();
    Claim third = claimed(store);
    assertThat(store.turns().answer(third, 4, answer("m3", "three"))).isPresent();
    Claim fourth = store.inbox().keep(message("c1", "m4", "fourth"), lease).turn().orElseThrow();
    assertThat(fourth.epoch()).isGreaterThan(third.epoch());
    assertThat(store.transcript().turn(fourth).orElseThrow().message().id()).isEqualTo("m4");
    assertThat(store.turns().answer(third, 4, answer("m3", "late"))).isEmpty();
    assertThat(store.turns().answer(fourth, 7, answer("m4", "four"))).isPresent();
  }

  @Test
  void whoWasTakenOverIsRefused() throws Exception {
    ChannelStore one = replica();
    ChannelStore other = replica();
    one.inbox().keep(message("c1", "m1", "Hello"));
    Claim stalled = one.turns().claim(1, Duration.ofMillis(1)).getFirst();
    Claim taken =
        await().until(() -> other.turns().claim(1, LEASE), it -> !it.isEmpty()).getFirst();
    assertThat(one.turns().answer(stalled, 1, answer("m1", "too late"))).isEmpty();
    assertThat(one.turns().tryAgain(stalled, Duration.ZERO)).isFalse();
    assertThat(one.turns().nothingToSay(stalled, 1)).isFalse();
    assertThat(one.turns().bury(stalled, 1, "refused", answer("m1", "sorry"))).isEmpty();
    one.turns().renew(Set.of(stalled), Duration.ofMillis(1));
    assertThat(one.turns().claim(1, LEASE)).isEmpty();
    assertThat(other.turns().answer(taken, 1, answer("m1", "in time"))).isPresent();
    assertThat(one.transcript().answersAfter("c1", 0))
        .extracting(it -> Part.textOf(it.parts()))
        .containsExactly("in time");
  }

  @Test
  void aLeaseThatIsRenewedLasts() throws Exception {
    ChannelStore store = replica();
    store.inbox().keep(message("c1", "m1", "Hello"));
    Claim claim = store.turns().claim(1, Duration.ofMillis(1)).getFirst();
    store.turns().renew(Set.of(claim), LEASE);
    assertThat(store.turns().claim(1, LEASE)).isEmpty();
  }

  @Test
  void aRenewalThatComesWhenTheTurnIsOverKeepsNothing() throws Exception {
    ChannelStore store = replica();
    for (int i = 1; i <= 5; i++) {
      store.inbox().keep(message("c1", "m" + i, "Hello"));
    }
    Claim first = claimed(store);
    assertThat(store.turns().answer(first, 1, answer("m1", "Hi"))).isPresent();
    store.turns().renew(Set.of(first), LEASE);
    Claim second = claimed(store);
    assertThat(store.turns().nothingToSay(second, 2)).isTrue();
    store.turns().renew(Set.of(second), LEASE);
    Claim third = claimed(store);
    assertThat(store.turns().bury(third, 3, "refused", answer("m3", "Sorry"))).isPresent();
    store.turns().renew(Set.of(third), LEASE);
    Claim fourth = claimed(store);
    assertThat(store.turns().tryAgain(fourth, Duration.ZERO)).isTrue();
    store.turns().renew(Set.of(fourth), LEASE);
    assertThat(claimed(store).turnSeq()).isEqualTo(3);
  }

  private static Claim claimed(ChannelStore store) throws Exception {
    List<Claim> claims = store.turns().claim(1, LEASE);
    assertThat(claims).as("a turn that nobody has").hasSize(1);
    return claims.getFirst();
  }

  @Test
  void aTurnThatFailedComesAgainAfterItsPauseAndKnowsHowOften() throws Exception {
    ChannelStore store = replica();
    store.inbox().keep(message("c1", "m1", "Hello"));
    Claim claim = store.turns().claim(1, LEASE).getFirst();
    assertThat(store.turns().tryAgain(claim, Duration.ofMinutes(5))).isTrue();
    assertThat(store.turns().claim(1, LEASE)).isEmpty();
    sql("UPDATE conversation SET due_at = now()");
    assertThat(store.turns().claim(1, LEASE).getFirst().attempts()).isEqualTo(1);
  }

  @Test
  void whatIsGivenUpIsAmongTheDeadLettersAndTheNextMessageHasItsTurn() throws Exception {
    ChannelStore store = replica();
    store.inbox().keep(message("c1", "m1", "Hello"));
    store.inbox().keep(message("c1", "m2", "Hello?"));
    Claim claim = store.turns().claim(1, LEASE).getFirst();
    assertThat(store.turns().bury(claim, 1, "unanswered", answer("m1", "Sorry"))).isPresent();
    assertThat(count("dead_letter WHERE reason = 'unanswered' AND seq = 1")).isEqualTo(1);
    Claim next = store.turns().claim(1, LEASE).getFirst();
    assertThat(store.transcript().turn(next).orElseThrow().message().id()).isEqualTo("m2");
    assertThat(store.inbox().known(new Inbox.MessageName("c1", "m1")).orElseThrow().done())
        .isTrue();
  }

  @Test
  void promisesAreDecidedOnceByWhoComesFirst() throws Exception {
    promises =
        List.of(
            new Promise("fast", Phase.FirstResponse, 60_000, 0),
            new Promise("next", Phase.NextResponse, 60_000, 0),
            new Promise("hopeless", Phase.FirstResponse, 0, 0));
    ChannelStore store = replica();
    store.inbox().keep(message("c1", "m1", "Hello"));
    store.inbox().keep(message("c1", "m2", "Hello?"));
    assertThat(await().until(() -> store.clock().decide(), it -> !it.isEmpty()))
        .containsExactly(new PromiseClock.Broken(Phase.FirstResponse, "hopeless", 1, 1));
    assertThat(store.clock().decide()).isEmpty();
    assertThat(store.clock().oldest()).containsOnlyKeys(Phase.FirstResponse, Phase.NextResponse);

    Claim first = store.turns().claim(1, LEASE).getFirst();
    var answered = store.turns().answer(first, 1, answer("m1", "Hi")).orElseThrow();
    assertThat(answered.first()).isTrue();
    assertThat(answered.kept())
        .containsExactly(new TurnQueue.Promised(Phase.FirstResponse, "fast"));
    Claim second = store.turns().claim(1, LEASE).getFirst();
    var next = store.turns().answer(second, 2, answer("m2", "Yes")).orElseThrow();
    assertThat(next.first()).isFalse();
    assertThat(next.kept()).containsExactly(new TurnQueue.Promised(Phase.NextResponse, "next"));
    assertThat(count("promised")).isZero();
  }

  @Test
  void whoLeftEarlyCountsNeitherWayAndWhoStayedAwayIsCountedOnce() throws Exception {
    promises = List.of(new Promise("fast", Phase.FirstResponse, 100, 60_000));
    ChannelStore store = replica();
    store.inbox().keep(message("c1", "m1", "Hello"));
    store.clock().left("c1");
    await()
        .untilAsserted(
            () -> {
              assertThat(store.clock().decide()).isEmpty();
              assertThat(count("promised")).isZero();
            });
    Duration minute = Duration.ofSeconds(60);
    assertThat(store.clock().abandoned(minute, minute)).isEqualTo(new PromiseClock.Abandoned(0, 0));
    sql(
        "UPDATE conversation SET left_at = now() - interval '2 minutes', began_at = now() - interval '125 seconds'");
    assertThat(store.clock().abandoned(minute, minute)).isEqualTo(new PromiseClock.Abandoned(1, 0));
    assertThat(store.clock().abandoned(minute, minute)).isEqualTo(new PromiseClock.Abandoned(0, 0));
  }

  @Test
  void aReplicaThatLearnsLateThatAConnectionIsDeadDoesNotSendACustomerAwayWhoCameBack()
      throws Exception {
    ChannelStore one = replica();
    one.inbox().keep(message("c1", "m1", "Hello"));
    replica().clock().returned("c1");
    one.clock().left("c1");
    assertThat(count("conversation WHERE left_at IS NOT NULL")).isZero();
  }

  @Test
  void whatIsTooOldIsForgottenAndItsWeeksAreDropped() throws Exception {
    ChannelStore store = replica();
    store.inbox().keep(message("old", "m1", "Hello"));
    store.inbox().keep(message("young", "m1", "Hello"));
    sql(
        "CREATE TABLE message_20200106 PARTITION OF message FOR VALUES FROM ('2020-01-06 00:00+00') TO ('2020-01-13 00:00+00')");
    sql(
        "UPDATE message SET at = '2020-01-07' WHERE conversation = (SELECT no FROM conversation WHERE name = 'old')");
    sql(
        "UPDATE conversation SET active_at = '2020-01-07', active_hour = '2020-01-07' WHERE name = 'old'");
    sql(
        "UPDATE received SET at = '2020-01-07' WHERE conversation = (SELECT no FROM conversation WHERE name = 'old')");
    sql("UPDATE customer SET since = '2020-01-07'");
    store.retention().keepHouse();
    assertThat(count("message")).isEqualTo(1);
    assertThat(count("conversation")).isEqualTo(1);
    assertThat(count("customer")).isEqualTo(1);
    assertThat(count("received")).isEqualTo(1);
    assertThat(count("pg_class WHERE relname = 'message_20200106'")).isZero();
  }

  @Test
  void aDatabaseThatMovesIsFollowed() throws Exception {
    ChannelStore store = replica();
    assertThat(store.inbox().keep(message("c1", "m1", "Hello")).fresh()).isTrue();
    Files.writeString(secret.resolve("uri"), server().newDatabase());
    store.store().look();
    assertThat(store.store().status().message()).isNull();
    assertThat(store.inbox().keep(message("c1", "m1", "Hello")).fresh())
        .as("nothing of it is there")
        .isTrue();
  }

  @Test
  void manyReplicasMayBringTheSchemaUpToDateAtOnce() throws Exception {
    List<Callable<ConnectorStatus.History>> together = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Store store = store("shop");
      together.add(
          () -> {
            store.look();
            return store.status();
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(together)) {
        assertThat(future.get())
            .isEqualTo(new ConnectorStatus.History(ConnectorStatus.History.State.Durable, null));
      }
    }
  }

  @Test
  void aSchemaThatANewerVersionHasGoneOnWithServesThisOne() throws Exception {
    ChannelStore former = replica();
    former.inbox().keep(message("c1", "m1", "Hello"));
    sql(
        """
        ALTER TABLE conversation ADD COLUMN mood text, ADD COLUMN tries integer NOT NULL DEFAULT 0;
        ALTER TABLE message ADD COLUMN mood text NOT NULL DEFAULT 'calm';
        CREATE TABLE moods (mood text PRIMARY KEY);
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                           installed_by, execution_time, success)
        VALUES (999, '999', 'moods', 'SQL', 'V999__moods.sql', 'newer', 1, true)""");
    Claim claim = former.turns().claim(1, LEASE).getFirst();
    assertThat(former.turns().answer(claim, 1, answer("m1", "Hi"))).isPresent();

    ChannelStore restarted = replica();
    Claim next =
        restarted
            .inbox()
            .keep(message("c1", "m2", "Again"), Optional.of(LEASE))
            .turn()
            .orElseThrow();
    assertThat(restarted.transcript().turn(next).orElseThrow().before()).hasSize(2);
    assertThat(restarted.turns().answer(next, 3, answer("m2", "Hi again"))).isPresent();
  }

  private Store store(String tenant) {
    Store store = new Store(secret, history(tenant));
    stores.add(store);
    return store;
  }

  private ChannelStore replica() {
    Store store = store("shop");
    store.look();
    assertThat(store.status().message()).isNull();
    return ChannelStore.of(
        store,
        history("shop"),
        "hello",
        UUID.randomUUID().toString(),
        new SecureRandom(),
        () -> promises);
  }

  private static History history(String tenant) {
    return new History("customers", "care", tenant, 90);
  }

  private static Incoming message(String conversation, String id, String text) {
    return new Incoming(conversation, id, text, List.of(), null, null);
  }

  private static Outgoing answer(String to, String text) {
    return new Outgoing(to + ".1", Said.Author.Automated, to, null, null, List.of(Part.text(text)));
  }

  private void sql(String statement) throws SQLException {
    server().sql(database, "SET search_path = touchpoint_shop; " + statement);
  }

  private int count(String from) throws SQLException {
    try (var connection = server().connect(database)) {
      connection.setSchema("touchpoint_shop");
      return Asked.row(connection, "SELECT count(*) FROM " + from, row -> row.getInt(1))
          .orElseThrow();
    }
  }

  private String dump() throws SQLException {
    StringBuilder all = new StringBuilder();
    try (var connection = server().connect(database)) {
      connection.setSchema("touchpoint_shop");
      for (String table :
          List.of("customer", "conversation", "message", "received", "promised", "dead_letter")) {
        all.append(
            Asked.rows(
                connection, "SELECT t::text FROM %s t".formatted(table), row -> row.getString(1)));
      }
      all.append(
          Asked.rows(
              connection,
              "SELECT body FROM message",
              row -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1)));
    }
    return all.toString();
  }
}
