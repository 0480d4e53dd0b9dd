package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.TurnQueue.Promised;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Customers' matters: handed over to people, settled, open again. */
final class Matters {

  private static final String REASON = "handover_reason";

  private final Customers customers;
  private final SecureRandom random;
  private final Supplier<List<Promise>> promises;

  Matters(Customers customers, SecureRandom random, Supplier<List<Promise>> promises) {
    this.customers = customers;
    this.random = random;
    this.promises = promises;
  }

  /** The reason of a handoff, as it lies in the database. */
  static Optional<String> reason(byte[] sealed, Seal seal) {
    return Optional.of(Part.textOf(Bodies.open(seal, REASON, sealed)));
  }

  /** Takes a step, in a transaction of the caller's. */
  MatterChange step(Connection connection, long conversation, String name, MatterStep step)
      throws SQLException {
    return switch (step) {
      case MatterStep.HandOver(String reason, boolean toDesk) -> {
        byte[] sealed =
            reason == null
                ? null
                : Bodies.close(
                    customers.of(connection, name), REASON, List.of(Part.text(reason)), random);
        yield MatterChange.of(changes(connection, Sql.HAND_OVER, conversation, sealed, toDesk));
      }
      case MatterStep.Reopen() -> MatterChange.of(changes(connection, Sql.REOPEN, conversation));
      case MatterStep.Resolve(Said.Author by) -> resolve(connection, conversation, by);
    };
  }

  private MatterChange resolve(Connection connection, long conversation, Said.Author by)
      throws SQLException {
    List<Promised> kept = new ArrayList<>();
    Optional<MatterChange.Settled> settled =
        Asked.row(
            connection,
            Sql.RESOLVE,
            row -> {
              Promised.of(row).ifPresent(kept::add);
              Said.Author settler = Said.Author.valueOf(row.getString("by_whom"));
              return new MatterChange.Settled(settler, TurnQueue.seconds(row, "lasted"), kept);
            },
            conversation,
            by.name());
    return new MatterChange(settled.isPresent(), settled);
  }

  private boolean changes(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    List<@Nullable Object> all = new ArrayList<@Nullable Object>(Arrays.asList(parameters));
    all.addAll(PromiseArrays.of(promises.get()));
    return Asked.row(connection, sql, row -> row.getLong(1), all.toArray()).isPresent();
  }
}
