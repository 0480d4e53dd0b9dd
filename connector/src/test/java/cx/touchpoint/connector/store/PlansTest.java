package cx.touchpoint.connector.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No statement reads a whole table, as the planner sees it over many messages. {@code
 * -Dtouchpoint.messages=10000000} asks it over as many as a large brand keeps.
 */
class PlansTest {

  private static final int MESSAGES = Integer.getInteger("touchpoint.messages", 200_000);
  private static final int A_CONVERSATION = 10;

  /** About the database itself, or nothing that grows; and the one that reads the oldest week. */
  private static final Set<String> SMALL =
      Set.of(
          "LOOK",
          "PULSE",
          "TODAY",
          "PARTITIONS",
          "LOCK",
          "RING",
          "NEW_CUSTOMER",
          "LOCK_PEOPLE",
          "NAME",
          "AUDIT",
          "TIDY",
          "FORGET_MESSAGES");

  /** A table of fewer rows is best read whole. */
  private static final int FEW_ROWS = 1_000;

  private static final byte[] KEY = new byte[32];
  private static final UUID SOMEBODY = UUID.fromString("00000000-0000-4000-8000-000000000007");

  private static final Map<String, List<@Nullable Object>> PARAMETERS =
      Map.ofEntries(
          Map.entry("KEYS_OF_CONVERSATIONS", List.of("care/hello", new String[] {"c7", "c9"})),
          Map.entry(
              "KEEP",
              Arrays.asList(
                  "care/hello",
                  "replica",
                  new byte[][] {KEY, new byte[8]},
                  new String[] {"c7", "new"},
                  new UUID[] {SOMEBODY, UUID.randomUUID()},
                  new byte[][] {null, KEY},
                  new Long[] {null, 1_000L},
                  new String[] {"m", "m"},
                  new String[] {null, null},
                  new String[] {null, null},
                  new byte[][] {KEY, KEY},
                  new String[] {"FirstResponse"},
                  new String[] {"fast"},
                  new String[] {null},
                  new Long[] {1L},
                  new Long[] {1L})),
          Map.entry("KNOWN", List.of("care/hello", KEY)),
          Map.entry("DONE", List.of("care/hello", new byte[][] {KEY})),
          Map.entry("ANSWERS_TO", List.of(7L, 1L, "m")),
          Map.entry("CLAIM", List.of("care/hello", new Boolean[] {false}, 20, 1_000L)),
          Map.entry("LONG_WAITING", List.of("care/hello", 40_000L, 100)),
          Map.entry("APOLOGISE", List.of(7L, "m", KEY)),
          Map.entry("RENEW", List.of(1_000L, new Long[] {7L}, new Long[] {1L})),
          Map.entry("NEXT_MESSAGES", List.of(new Long[] {7L, 9L}, new Long[] {1L, 1L})),
          Map.entry(
              "SAID_BEFORE",
              List.of(new Long[] {7L, 9L}, new Long[] {9L, 9L}, new Long[] {9L, 0L}, 20)),
          Map.entry(
              "ANSWER",
              List.of(
                  new Long[] {7L, 9L},
                  new Long[] {1L, 1L},
                  new Long[] {7L, 7L},
                  new String[] {"m.1", "m.1"},
                  new String[] {"Human", "Human"},
                  new String[] {"m", "m"},
                  new String[] {null, null},
                  new String[] {null, null},
                  new byte[][] {KEY, KEY})),
          Map.entry(
              "LATE_REPLY",
              Arrays.asList(
                  "care/hello",
                  "c7",
                  KEY,
                  KEY,
                  "m.1",
                  "Human",
                  "m",
                  null,
                  null,
                  KEY,
                  KEY,
                  "Human",
                  "Human")),
          Map.entry("LATE_STEP", List.of("care/hello", "c7", KEY, KEY)),
          Map.entry(
              "HAND_OVER",
              List.of(
                  7L,
                  KEY,
                  true,
                  new String[] {"FirstResponse"},
                  new String[] {"person"},
                  new String[] {"Human"},
                  new Long[] {1L},
                  new Long[] {1L})),
          Map.entry("RESOLVE", List.of(7L, "Human")),
          Map.entry("SETTLE_IDLE", List.of(86_400_000L, "care/hello", 100)),
          Map.entry(
              "REOPEN",
              List.of(
                  7L,
                  new String[] {"Resolution"},
                  new String[] {"settled"},
                  new String[] {"Human"},
                  new Long[] {1L},
                  new Long[] {1L})),
          Map.entry("NOTHING_TO_SAY", List.of(7L, 7L, 1L)),
          Map.entry("TRY_AGAIN", List.of(1L, 1, 7L, 1L)),
          Map.entry("BURY", List.of(7L, 7L, 1L, "refused", "m.1", "m", KEY)),
          Map.entry("DELIVERED_SO_FAR", List.of("care/hello", "c7")),
          Map.entry("ANSWERS_AFTER", List.of("care/hello", "c7", 1L)),
          Map.entry(
              "DELIVERED", List.of(new String[] {"c7", "c9"}, new Long[] {3L, 3L}, "care/hello")),
          Map.entry("MARK_READ", List.of("care/hello", KEY, "m7")),
          Map.entry("READ_SO_FAR", List.of("care/hello", "c7")),
          Map.entry(
              "CUSTOMER_READ",
              List.of(new String[] {"c7", "c9"}, new Long[] {3L, 3L}, "care/hello")),
          Map.entry("LEFT", List.of("care/hello", "c7", "replica")),
          Map.entry("RETURNED", List.of("replica", "care/hello", "c7")),
          Map.entry("DECIDE", List.of("care/hello")),
          Map.entry("ABANDONED", List.of("care/hello", 60L, 5_000L)),
          Map.entry("WAITING", List.of("care/hello")),
          Map.entry("OLDEST", List.of("care/hello")),
          Map.entry("FORGET_CONVERSATIONS", List.of(90, 5_000)),
          Map.entry("FORGET_CUSTOMERS", List.of(90, 5_000)),
          Map.entry("DEAD_LETTERS", List.of("care/hello", 7L, 1L)),
          Map.entry("DEAD_LETTER", List.of("care/hello", 7L, 1L)),
          Map.entry("FORGET_DEAD_LETTER", List.of("care/hello", 7L, 1L)),
          Map.entry("FORGET_NAMES", List.of(90, 5_000)),
          Map.entry("PERSONS_NAMED", List.of((Object) new byte[][] {KEY})),
          Map.entry("PERSON", List.of(SOMEBODY)),
          Map.entry("NAMES_TELLING", List.of(new UUID[] {SOMEBODY}, "AccountId")),
          Map.entry("JOIN_CUSTOMERS", List.of(SOMEBODY, SOMEBODY)),
          Map.entry("JOIN_NAMES", List.of(SOMEBODY, SOMEBODY)),
          Map.entry("PROVED", List.of(SOMEBODY, KEY, SOMEBODY)),
          Map.entry("PROOFS", List.of(SOMEBODY, new byte[][] {KEY})),
          Map.entry("PROVED_BEFORE", List.of(SOMEBODY)),
          Map.entry("PROVED_IN", List.of((Object) new Long[] {7L, 9L})),
          Map.entry("PROVED_BY", List.of(SOMEBODY)),
          Map.entry("PROVERS", List.of((Object) KEY)),
          Map.entry("RENAME", List.of(KEY, SOMEBODY)),
          Map.entry(
              "SAID_BEFORE_ANYWHERE", List.of(new Long[] {7L, 9L}, new Long[] {9L, 9L}, 20, 20)),
          Map.entry("CONVERSATIONS_OF", List.of(SOMEBODY)),
          Map.entry("MESSAGES_OF", List.of(SOMEBODY, 7L, 0L)),
          Map.entry("FORGET_NAME", List.of((Object) KEY)),
          Map.entry("FORGET_PROOFS", List.of((Object) KEY)),
          Map.entry("CUSTOMERS_OF", List.of(SOMEBODY)),
          Map.entry("PROOFS_OF", List.of(SOMEBODY)),
          Map.entry("PART_CUSTOMERS", List.of(SOMEBODY, new UUID[] {SOMEBODY})),
          Map.entry("PART_NAMES", List.of(SOMEBODY, new UUID[] {SOMEBODY})),
          Map.entry("ERASE_ATTACHMENTS", List.of(SOMEBODY)),
          Map.entry("FORGET_ATTACHMENTS", List.of(90, 5_000)),
          Map.entry("FORGET_UNATTACHED", List.of()),
          Map.entry(
              "BEGIN_ATTACHMENT",
              List.of(SOMEBODY, "care/hello", "c7", SOMEBODY, "image/png", KEY, 20)),
          Map.entry("ATTACHMENT_PIECE", List.of(SOMEBODY, 0, KEY)),
          Map.entry("FINISH_ATTACHMENT", List.of(7L, SOMEBODY)),
          Map.entry("ATTACH", List.of(new UUID[] {SOMEBODY}, "care/hello", "c7")),
          Map.entry("ATTACHMENT", List.of(SOMEBODY, "care/hello", "c7")),
          Map.entry("ATTACHMENT_OF_PERSON", List.of("care/hello", "c7", SOMEBODY)),
          Map.entry("ATTACHMENT_OF", List.of(SOMEBODY, SOMEBODY)),
          Map.entry("READ_PIECE", List.of(SOMEBODY, 0)),
          Map.entry("DISCARD_ATTACHMENTS", List.of((Object) new UUID[] {SOMEBODY})),
          Map.entry("ERASE_CONVERSATIONS", List.of(SOMEBODY)),
          Map.entry("ERASE_MESSAGES", List.of((Object) new Long[] {7L})),
          Map.entry("ERASE_PROMISES", List.of((Object) new Long[] {7L})),
          Map.entry("ERASE_DEAD_LETTERS", List.of((Object) new Long[] {7L})),
          Map.entry("ERASE_CUSTOMERS", List.of(SOMEBODY)),
          Map.entry("ERASE_NAMES", List.of(SOMEBODY)),
          Map.entry("FORGET_RECEIVED", List.of(90, 5_000)),
          Map.entry("FORGET_DEAD_LETTERS", List.of(90, 5_000)));

  @TempDir private static Path secret;
  @TempDir private static Path youngSecret;
  private static @Nullable Connection connection;
  private static @Nullable Store young;

  @BeforeAll
  static void fill() throws Exception {
    String uri = PostgresServer.shared().newDatabase();
    Files.writeString(secret.resolve("uri"), uri);
    try (Store store = new Store(secret, new History("customers", "care", "shop", 90))) {
      store.look();
      assertThat(store.status().message()).isNull();
    }
    Files.writeString(youngSecret.resolve("uri"), PostgresServer.shared().newDatabase());
    Store empty = new Store(youngSecret, new History("customers", "care", "shop", 90));
    empty.look();
    young = empty;
    Connection filled = PostgresServer.shared().connect(PostgresServer.databaseOf(uri));
    connection = filled;
    filled.setSchema("touchpoint_shop");
    int conversations = MESSAGES / A_CONVERSATION;
    try (Statement statement = filled.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      for (int week = 1; week <= 13; week++) {
        String from = "date_trunc('week', now() AT TIME ZONE 'UTC')::date - %d".formatted(7 * week);
        statement.execute(
            """
            DO $$ BEGIN
              EXECUTE format('CREATE TABLE message_%1$s PARTITION OF message FOR VALUES FROM (%%L) TO (%%L)',
                             (%2$s) || ' 00:00+00', (%2$s + 7) || ' 00:00+00');
            END $$"""
                .formatted("past" + week, from));
      }
      statement.execute(
          "INSERT INTO customer (id, key, since, person) SELECT md5(i::text)::uuid, '\\x00', now() - i %% 90 * interval '1 day', md5((i / 2)::text)::uuid FROM generate_series(1, %d) i"
              .formatted(conversations));
      statement.execute(
          "INSERT INTO identity (hash, key, person) SELECT decode(md5(i::text), 'hex'), 'AccountId', md5(i::text)::uuid FROM generate_series(1, %d) i"
              .formatted(conversations / 2));
      statement.execute(
          "INSERT INTO proof (customer, hash) SELECT md5(i::text)::uuid, decode(md5((i / 2)::text), 'hex') FROM generate_series(1, %d) i"
              .formatted(conversations));
      // One in a hundred channels, and one in a thousand conversations that waits.
      statement.execute(
          """
          INSERT INTO conversation (channel, name, customer, began_at, active_at, active_hour, last_seq, due_at, left_at, resolved_at)
          SELECT 'care/' || CASE WHEN i %% 2 = 0 THEN 'hello' ELSE 'other' || i %% 50 END, 'c' || i, md5(i::text)::uuid,
                 now() - i %% 90 * interval '1 day', now() - i %% 90 * interval '1 day',
                 date_trunc('hour', now() - i %% 90 * interval '1 day'), 10,
                 CASE WHEN i %% 1000 = 0 THEN now() END, CASE WHEN i %% 500 = 0 THEN now() END,
                 CASE WHEN i %% 90 > 1 THEN now() END
          FROM generate_series(1, %d) i"""
              .formatted(conversations));
      statement.execute(
          """
          INSERT INTO message (conversation, seq, at, id, author, in_reply_to, body)
          SELECT i / 10 + 1, i %% 10 + 1, now() - (%1$d - i) * interval '89 days' / %1$d, 'm' || i,
                 CASE WHEN i %% 2 = 0 THEN 'Customer' ELSE 'Automated' END, 'm' || i - 1,
                 decode(repeat(md5(i::text), 4), 'hex')
          FROM generate_series(1, %1$d) i"""
              .formatted(MESSAGES));
      statement.execute(
          """
          INSERT INTO received (channel, key, conversation, seq, at)
          SELECT 'care/hello', decode(md5(i::text), 'hex'), i / 10 + 1, i %% 10 + 1,
                 now() - (%1$d - i) * interval '89 days' / %1$d
          FROM generate_series(1, %1$d, 2) i"""
              .formatted(MESSAGES));
      statement.execute(
          """
          INSERT INTO promised (conversation, seq, channel, phase, target, since, due_at, abandoned_after)
          SELECT i, 1, 'care/' || CASE WHEN i %% 20 = 0 THEN 'hello' ELSE 'other' || i %% 50 END, 'FirstResponse', 'fast', now(), now() + interval '1 hour', interval '5 s'
          FROM generate_series(1, %d) i"""
              .formatted(conversations));
      statement.execute(
          "INSERT INTO dead_letter (conversation, seq, channel, reason) SELECT i, 1, 'care/hello', 'refused' FROM generate_series(1, %d) i"
              .formatted(conversations / 10));
      // One conversation in two has a file, and one file in a hundred was never sent with a
      // message.
      statement.execute(
          """
          INSERT INTO attachment (id, channel, conversation, customer, at, content_type, name, size, attached)
          SELECT md5('file' || i)::uuid, 'care/' || CASE WHEN i %% 2 = 0 THEN 'hello' ELSE 'other' || i %% 50 END,
                 'c' || i, md5(i::text)::uuid, now() - i %% 89 * interval '1 day', 'image/png', '\\x00', 1000,
                 i %% 200 <> 0
          FROM generate_series(1, %d, 2) i"""
              .formatted(conversations));
      statement.execute(
          "INSERT INTO attachment_part (attachment, no, body) SELECT id, no, decode(repeat(md5(id::text), 4), 'hex') FROM attachment, generate_series(0, 3) no");
      statement.execute("RESET synchronous_commit");
      statement.execute("ANALYZE");
    }
  }

  @AfterAll
  static void close() throws Exception {
    if (connection != null) {
      connection.close();
    }
    if (young != null) {
      young.close();
    }
  }

  static Stream<String> statements() {
    return Stream.of(Sql.class.getDeclaredFields())
        .filter(field -> field.getType() == String.class)
        .map(Field::getName)
        .filter(name -> !SMALL.contains(name));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void noStatementReadsAWholeTable(String name) throws Exception {
    String sql = (String) Sql.class.getDeclaredField(name).get(null);
    List<@Nullable Object> parameters = PARAMETERS.get(name);
    assertThat(parameters).as("example parameters of " + name).isNotNull();
    if (connection == null || parameters == null) {
      return;
    }
    String plan = plan(connection, sql, parameters);
    List<String> whole = wholeTables(plan);
    whole.removeAll(
        Asked.rows(
            connection,
            "SELECT relname FROM pg_class WHERE reltuples < " + FEW_ROWS,
            row -> row.getString(1)));
    assertThat(whole).as(plan).isEmpty();
  }

  /** Or its plan would read more and more of them, until somebody counts anew. */
  @ParameterizedTest
  @MethodSource("statements")
  void noStatementReadsAWholeTableThatIsSmallYet(String name) throws Exception {
    String sql = (String) Sql.class.getDeclaredField(name).get(null);
    List<@Nullable Object> parameters = PARAMETERS.get(name);
    if (young == null || parameters == null) {
      return;
    }
    assertThat(wholeTables(young.ask(asked -> plan(asked, sql, parameters)))).isEmpty();
  }

  private static String plan(Connection asked, String sql, List<@Nullable Object> parameters)
      throws SQLException {
    return Asked.row(
            asked, "EXPLAIN (FORMAT JSON) " + sql, row -> row.getString(1), parameters.toArray())
        .orElseThrow();
  }

  private static List<String> wholeTables(String plan) throws Exception {
    List<String> whole = new ArrayList<>();
    collect(new JsonMapper().readTree(plan), whole);
    return whole;
  }

  @Test
  void everyExampleIsOfAStatement() {
    assertThat(statements()).containsAll(PARAMETERS.keySet());
  }

  private static void collect(JsonNode node, List<String> whole) {
    if (node.path("Node Type").asText().equals("Seq Scan")) {
      whole.add(node.path("Relation Name").asText());
    }
    node.forEach(child -> collect(child, whole));
  }
}
