package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.store.Inbox.Incoming;
import cx.touchpoint.connector.store.Inbox.Kept;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes messages that are not known, many in one statement. */
final class FreshMessages {

  private final String channel;
  private final String replica;
  private final Customers customers;
  private final SecureRandom random;
  private final Supplier<List<Promise>> promises;

  FreshMessages(
      String channel,
      String replica,
      Customers customers,
      SecureRandom random,
      Supplier<List<Promise>> promises) {
    this.channel = channel;
    this.replica = replica;
    this.customers = customers;
    this.random = random;
    this.promises = promises;
  }

  /**
   * Writes those that are not known.
   *
   * @param all of different conversations
   * @return what was written, by the name of its conversation
   */
  Map<String, Kept> keep(Connection connection, List<Keeping> all) throws SQLException {
    Map<String, Seal> known =
        customers.known(connection, all.stream().map(Keeping::conversation).toList());
    List<Sealed> sealed = new ArrayList<>();
    for (Keeping each : all) {
      Seal seal = known.get(each.conversation());
      sealed.add(
          seal == null ? new Sealed(each, customers.fresh(), true) : new Sealed(each, seal, false));
    }
    Map<String, Kept> fresh = new HashMap<>();
    Asked.rows(
        connection,
        Sql.KEEP,
        row -> fresh.put(row.getString("name"), kept(row)),
        parameters(sealed, all.getFirst().promised() ? promises.get() : List.of()));
    for (Sealed each : sealed) {
      if (each.isFresh() && fresh.containsKey(each.message().conversation())) {
        customers.remember(each.message().conversation(), each.seal());
      }
    }
    return fresh;
  }

  private static Kept kept(ResultSet row) throws SQLException {
    long no = row.getLong("no");
    Optional<TurnQueue.Claim> turn =
        row.getBoolean("taken")
            ? Optional.of(
                new TurnQueue.Claim(
                    no,
                    row.getString("name"),
                    row.getLong("epoch"),
                    0,
                    row.getLong("turn_seq"),
                    Duration.ZERO))
            : Optional.empty();
    return new Kept(no, row.getLong("last_seq"), true, false, turn, Optional.empty());
  }

  /** A message and the seal that closes it, which may be a new customer's. */
  private record Sealed(Keeping keeping, Seal seal, boolean isFresh) {

    Incoming message() {
      return keeping.message();
    }

    byte @Nullable [] newKey() {
      return isFresh ? seal.key() : null;
    }

    byte[] body(SecureRandom random) {
      return Bodies.close(seal, message().id(), message().parts(), random);
    }
  }

  private Object[] parameters(List<Sealed> all, List<Promise> promised) {
    return Stream.concat(
            Stream.of(
                channel,
                replica,
                all.stream().map(it -> it.keeping().key()).toArray(byte[][]::new),
                texts(all, Incoming::conversation),
                all.stream().map(it -> it.seal().customer()).toArray(UUID[]::new),
                all.stream().map(Sealed::newKey).toArray(byte[][]::new),
                all.stream().map(it -> it.keeping().lease()).toArray(Long[]::new),
                texts(all, Incoming::id),
                texts(all, Incoming::traceparent),
                texts(all, Incoming::tracestate),
                all.stream().map(it -> it.body(random)).toArray(byte[][]::new)),
            PromiseArrays.of(promised).stream())
        .toArray();
  }

  private static String[] texts(List<Sealed> all, Function<Incoming, @Nullable String> text) {
    return all.stream().map(it -> text.apply(it.message())).toArray(String[]::new);
  }
}
