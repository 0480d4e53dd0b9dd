package cx.touchpoint.connector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * While a rollout lasts the version before works on the schema of the next: a migration may only
 * add, and what it adds may not be asked of whoever does not know it.
 */
class MigrationsTest {

  private static final String SCHEMA = "touchpoint_shop";

  private static final String COLUMNS =
      """
      SELECT table_name, column_name, data_type,
             is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AS asked_for
      FROM information_schema.columns
      WHERE table_schema = ? AND table_name <> 'flyway_schema_history'
      """;

  /** What refuses rows: constraints, and indexes that allow each value once. */
  private static final String RULES =
      """
      SELECT t.relname AS table_name, c.conname AS name, pg_get_constraintdef(c.oid) AS definition,
             array(SELECT attname::text FROM pg_attribute
                   WHERE attrelid = c.conrelid AND attnum = ANY (c.conkey)) AS columns
      FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
      WHERE c.connamespace = ?::regnamespace AND c.contype <> 'n'
        AND t.relname <> 'flyway_schema_history'
      UNION
      SELECT t.relname, i.relname, pg_get_indexdef(i.oid),
             array(SELECT attname::text FROM pg_attribute
                   WHERE attrelid = t.oid AND attnum = ANY (x.indkey))
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
      WHERE t.relnamespace = ?::regnamespace AND x.indisunique
        AND t.relname <> 'flyway_schema_history'
      """;

  private record Column(String table, String name) {}

  private record Kind(String type, boolean askedFor) {}

  private record Rule(String table, String definition, Set<String> columns) {}

  private record Tables(Map<Column, Kind> columns, Map<String, Rule> rules) {
    boolean know(String table) {
      return columns.keySet().stream().anyMatch(it -> it.table().equals(table));
    }
  }

  @Test
  void eachOnlyAddsWhatTheVersionBeforeNeedNotKnow() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String database = PostgresServer.databaseOf(server.newDatabase());
    List<String> problems = new ArrayList<>();
    Tables former = new Tables(Map.of(), Map.of());
    List<MigrationInfo> all = List.of(flyway(server, database).load().info().all());
    assertThat(all).as("migrations").hasSizeGreaterThan(5);
    for (MigrationInfo migration : all) {
      flyway(server, database).target(migration.getVersion()).load().migrate();
      Tables next = tables(server, database);
      String script = migration.getScript();
      problemsOf(former, next).forEach(it -> problems.add(script + ": " + it));
      former = next;
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void whatTheVersionBeforeWouldTripOverIsFound() throws Exception {
    PostgresServer server = PostgresServer.shared();
    String database = PostgresServer.databaseOf(server.newDatabase());
    flyway(server, database).load().migrate();
    Tables former = tables(server, database);
    server.sql(
        database,
        """
        SET search_path = touchpoint_shop;
        ALTER TABLE conversation DROP COLUMN left_at, ADD COLUMN mood text NOT NULL;
        ALTER TABLE message ALTER COLUMN seq TYPE integer, ALTER COLUMN traceparent SET NOT NULL;
        ALTER TABLE audit ADD CHECK (action <> '');
        CREATE UNIQUE INDEX one_each ON attachment (customer);
        CREATE TABLE moods (mood text NOT NULL PRIMARY KEY);
        """);
    assertThat(problemsOf(former, tables(server, database)))
        .containsExactlyInAnyOrder(
            "conversation.left_at is gone",
            "conversation.mood has to be given",
            "message.seq is integer instead of bigint",
            "message.traceparent has to be given",
            "audit has a new rule: CHECK ((action <> ''::text))",
            "attachment has a new rule: CREATE UNIQUE INDEX one_each ON touchpoint_shop.attachment"
                + " USING btree (customer)");
  }

  private static List<String> problemsOf(Tables former, Tables next) {
    List<String> problems = new ArrayList<>();
    former
        .columns()
        .forEach(
            (column, kind) -> {
              Kind now = next.columns().get(column);
              String name = column.table() + '.' + column.name();
              if (now == null) {
                problems.add(name + " is gone");
              } else if (!now.type().equals(kind.type())) {
                problems.add(name + " is " + now.type() + " instead of " + kind.type());
              }
            });
    next.columns()
        .forEach(
            (column, kind) -> {
              Kind before = former.columns().get(column);
              boolean asked = before != null && before.askedFor();
              if (former.know(column.table()) && kind.askedFor() && !asked) {
                problems.add(column.table() + '.' + column.name() + " has to be given");
              }
            });
    next.rules().values().stream()
        .filter(rule -> former.know(rule.table()) && !former.rules().containsValue(rule))
        .filter(
            rule ->
                rule.columns().stream()
                    .anyMatch(it -> former.columns().containsKey(new Column(rule.table(), it))))
        .forEach(rule -> problems.add(rule.table() + " has a new rule: " + rule.definition()));
    return problems;
  }

  private static Tables tables(PostgresServer server, String database) throws SQLException {
    Map<Column, Kind> columns = new HashMap<>();
    Map<String, Rule> rules = new HashMap<>();
    try (Connection connection = server.connect(database)) {
      Asked.rows(
          connection,
          COLUMNS,
          row ->
              columns.put(
                  new Column(row.getString("table_name"), row.getString("column_name")),
                  new Kind(row.getString("data_type"), row.getBoolean("asked_for"))),
          SCHEMA);
      Asked.rows(
          connection,
          RULES,
          row ->
              rules.put(
                  row.getString("table_name") + '/' + row.getString("name"),
                  new Rule(
                      row.getString("table_name"),
                      row.getString("definition"),
                      Set.of((String[]) row.getArray("columns").getArray()))),
          SCHEMA,
          SCHEMA);
    }
    return new Tables(columns, rules);
  }

  private static FluentConfiguration flyway(PostgresServer server, String database) {
    var source = new PGSimpleDataSource();
    source.setURL("jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), database));
    source.setUser(PostgresServer.USER);
    source.setPassword(PostgresServer.PASSWORD);
    return Schema.configuration(source, SCHEMA);
  }
}
