package cx.touchpoint.connector.store;

import cx.touchpoint.connector.store.MatterChange.Settled;
import cx.touchpoint.connector.store.TurnQueue.Promised;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settles matters about which nobody says anything any more, so that the next begins anew. */
public final class IdleMatters {

  private static final int MOST_AT_ONCE = 100;

  private final Store store;
  private final String channel;

  IdleMatters(Store store, String channel) {
    this.store = store;
    this.channel = channel;
  }

  /**
   * Settles those in which nothing was said for so long and in which nobody waits for an answer.
   * They lasted until the last thing was said.
   */
  public List<Settled> settle(Duration idle) throws StoreFailure {
    return store.ask(
        connection -> {
          Map<Long, Settled> settled = new LinkedHashMap<>();
          Asked.rows(
              connection,
              Sql.SETTLE_IDLE,
              row -> settled.merge(row.getLong("no"), settled(row), IdleMatters::and),
              idle.toMillis(),
              channel,
              MOST_AT_ONCE);
          return List.copyOf(settled.values());
        });
  }

  private static Settled settled(ResultSet row) throws SQLException {
    return new Settled(
        Said.Author.valueOf(row.getString("by_whom")),
        TurnQueue.seconds(row, "lasted"),
        Promised.of(row).stream().toList());
  }

  // One row for each promise that the same matter keeps.
  private static Settled and(Settled one, Settled other) {
    return new Settled(
        one.by(), one.after(), Stream.concat(one.kept().stream(), other.kept().stream()).toList());
  }
}
