package cx.touchpoint.connector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;

/**
 * Forgets what is older than a history keeps. Messages lie in one partition for each week, so that
 * most of them go by dropping a table; only the rest of the oldest week goes row by row.
 */
public final class Retention {

  /** Providers send a message again for seven days (WhatsApp), so its id is known for longer. */
  private static final int SHORTEST_RECEIVED_DAYS = 8;

  private static final int AT_ONCE = 5_000;
  private static final int WEEKS_AHEAD = 2;
  private static final String PREFIX = "message_";
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  private final Store store;
  private volatile int days;

  Retention(Store store, int days) {
    this.store = store;
    this.days = days;
  }

  /** From now on what is older than so many days is forgotten. */
  public void keepFor(int days) {
    this.days = days;
  }

  /** Makes room for the weeks to come and forgets what is too old; to be called every hour. */
  public void keepHouse() throws StoreFailure {
    LocalDate today =
        store.ask(
            connection -> {
              makeRoom(connection);
              return today(connection);
            });
    for (String partition :
        store.ask(connection -> Asked.rows(connection, Sql.PARTITIONS, row -> row.getString(1)))) {
      Optional<LocalDate> monday = mondayOf(partition);
      if (monday.isPresent() && !monday.get().plusWeeks(1).isAfter(today.minusDays(days))) {
        store.ask(connection -> drop(connection, partition));
      }
    }
    forget(Sql.FORGET_MESSAGES, days);
    forget(Sql.FORGET_ATTACHMENTS, days);
    forget(Sql.FORGET_CONVERSATIONS, days);
    forget(Sql.FORGET_CUSTOMERS, days);
    forget(Sql.FORGET_NAMES, days);
    forget(Sql.FORGET_RECEIVED, Math.max(days, SHORTEST_RECEIVED_DAYS));
    forget(Sql.FORGET_DEAD_LETTERS, days);
  }

  /** Partitions of this week and the next ones; those that are there stay as they are. */
  static void makeRoom(Connection connection) throws SQLException {
    LocalDate monday = today(connection).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    List<String> there = Asked.rows(connection, Sql.PARTITIONS, row -> row.getString(1));
    for (int week = 0; week <= WEEKS_AHEAD; week++) {
      LocalDate from = monday.plusWeeks(week);
      String name = PREFIX + DAY.format(from);
      if (!there.contains(name)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(
              "CREATE TABLE IF NOT EXISTS %s PARTITION OF message FOR VALUES FROM ('%s 00:00+00') TO ('%s 00:00+00')"
                  .formatted(name, from, from.plusWeeks(1)));
        }
      }
    }
  }

  // It waits for every reader and every reader for it, so it gives up soon and tries an hour later.
  private static boolean drop(Connection connection, String partition) throws SQLException {
    return Transaction.of(
        connection,
        () -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '2s'");
            return statement.execute("DROP TABLE %s".formatted(partition));
          }
        });
  }

  private void forget(String sql, int days) throws StoreFailure {
    int forgotten;
    do {
      forgotten = store.ask(connection -> Asked.change(connection, sql, days, AT_ONCE));
    } while (forgotten == AT_ONCE);
  }

  private static LocalDate today(Connection connection) throws SQLException {
    return Asked.row(connection, Sql.TODAY, row -> row.getObject(1, LocalDate.class)).orElseThrow();
  }

  private static Optional<LocalDate> mondayOf(String partition) {
    try {
      return partition.startsWith(PREFIX)
          ? Optional.of(LocalDate.parse(partition.substring(PREFIX.length()), DAY))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty(); // somebody else's table
    }
  }
}
