package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Decides what was promised and was not kept in time, by the database's clock. */
public final class PromiseClock {

  private final Store store;
  private final String channel;
  private final String replica;

  PromiseClock(Store store, String channel, String replica) {
    this.store = store;
    this.channel = channel;
    this.replica = replica;
  }

  /**
   * Promises that were broken now.
   *
   * @param spoiled conversations of which these are the first ones
   */
  public record Broken(Phase phase, String target, int count, int spoiled) {}

  /** Decides what has become due; who left early counts neither way. */
  public List<Broken> decide() throws StoreFailure {
    return store.ask(
        connection ->
            Asked.rows(
                connection,
                Sql.DECIDE,
                row ->
                    new Broken(
                        Phase.valueOf(row.getString("phase")),
                        row.getString("target"),
                        row.getInt("broken"),
                        row.getInt("spoiled")),
                channel));
  }

  /** Who left for good without an answer: soon, or late enough to be somebody's fault. */
  public record Abandoned(int soon, int late) {}

  /**
   * @param goneAfter who has not come back for so long has left for good
   * @param notSoon who leaves later than this waited in vain
   */
  public Abandoned abandoned(Duration goneAfter, Duration notSoon) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(
                    connection,
                    Sql.ABANDONED,
                    row -> new Abandoned(row.getInt("soon"), row.getInt("late")),
                    channel,
                    goneAfter.toSeconds(),
                    notSoon.toMillis())
                .orElseThrow());
  }

  /** The customer's last connection is gone. */
  public void left(String conversation) throws StoreFailure {
    store.ask(connection -> Asked.change(connection, Sql.LEFT, channel, conversation, replica));
  }

  /** The customer is back. */
  public void returned(String conversation) throws StoreFailure {
    store.ask(connection -> Asked.change(connection, Sql.RETURNED, replica, channel, conversation));
  }

  /** Conversations that wait for a slot anywhere. */
  public int waiting() throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(connection, Sql.WAITING, row -> row.getInt(1), channel).orElseThrow());
  }

  /** How long the longest wait of each phase lasts that was promised an end; none, no entry. */
  public Map<Phase, Duration> oldest() throws StoreFailure {
    return store.ask(
        connection -> {
          Map<Phase, Duration> oldest = new EnumMap<>(Phase.class);
          Asked.rows(
              connection,
              Sql.OLDEST,
              row ->
                  oldest.put(
                      Phase.valueOf(row.getString("phase")), TurnQueue.seconds(row, "seconds")),
              channel);
          return oldest;
        });
  }
}
