package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Proof;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes customers' messages in, each once. */
public final class Inbox {

  private static final int TRIES = 3;

  private final Store store;
  private final String channel;
  private final String replica;
  private final Customers customers;
  private final People people;
  private final SecureRandom random;
  private final Supplier<List<Promise>> promises;

  Inbox(
      Store store,
      String channel,
      String replica,
      Customers customers,
      People people,
      SecureRandom random,
      Supplier<List<Promise>> promises) {
    this.store = store;
    this.channel = channel;
    this.replica = replica;
    this.customers = customers;
    this.people = people;
    this.random = random;
    this.promises = promises;
  }

  /**
   * A message on its way in.
   *
   * @param conversation as its channel knows it
   * @param id unique within the conversation; the same message sent again has the same
   * @param parts the customer's words and files
   * @param proofs what its channel proved about the customer
   */
  public record Incoming(
      String conversation,
      String id,
      List<Part> parts,
      List<Proof> proofs,
      @Nullable String traceparent,
      @Nullable String tracestate) {

    /** Words only. */
    public Incoming(
        String conversation,
        String id,
        String text,
        List<Proof> proofs,
        @Nullable String traceparent,
        @Nullable String tracestate) {
      this(conversation, id, List.of(Part.text(text)), proofs, traceparent, tracestate);
    }
  }

  /** A message that may be known. */
  public record MessageName(String conversation, String id) {}

  /**
   * Where a message stands.
   *
   * @param conversation its number
   * @param seq its place in the conversation, from 1
   * @param fresh whether it was not known before
   * @param done whether its turn is over
   * @param link what became of what was proved with it
   */
  public record Kept(
      long conversation, long seq, boolean fresh, boolean done, Optional<People.Link> link) {

    Kept(long conversation, long seq, boolean fresh, boolean done) {
      this(conversation, seq, fresh, done, Optional.empty());
    }

    Kept with(Optional<People.Link> newest) {
      return new Kept(conversation, seq, fresh, done, newest);
    }
  }

  /**
   * Keeps a message; when this returns, it is as durable as the database makes it.
   *
   * @throws StoreFailure when nobody can say that it is kept
   */
  public Kept keep(Incoming message) throws StoreFailure {
    return keep(message, promises.get());
  }

  /** The same of a message about which nothing is promised. */
  Kept keepWithoutPromise(Incoming message) throws StoreFailure {
    return keep(message, List.of());
  }

  private Kept keep(Incoming message, List<Promise> promised) throws StoreFailure {
    byte[] key = MessageKeys.of(message.conversation(), message.id());
    return store.ask(
        connection -> {
          for (int i = 1; ; i++) {
            Optional<Kept> kept = linked(connection, message, key, promised);
            if (kept.isPresent()) {
              return kept.get();
            }
            if (i == TRIES) {
              throw new SQLException("message " + message.id() + " is neither new nor known");
            }
            customers.forget(message.conversation());
          }
        });
  }

  /** Which of these messages had their turn, of those that are known. */
  public Set<MessageName> done(Collection<MessageName> messages) throws StoreFailure {
    Map<ByteBuffer, MessageName> byKey = new HashMap<>();
    messages.forEach(
        message ->
            byKey.put(
                ByteBuffer.wrap(MessageKeys.of(message.conversation(), message.id())), message));
    byte[][] keys = byKey.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new);
    return store.ask(
        connection ->
            Asked.rows(
                    connection,
                    Sql.DONE,
                    row -> ByteBuffer.wrap(row.getBytes("key")),
                    channel,
                    keys)
                .stream()
                .map(byKey::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
  }

  /** Where a message stands that came before, empty when it did not. */
  public Optional<Kept> known(MessageName message) throws StoreFailure {
    byte[] key = MessageKeys.of(message.conversation(), message.id());
    return store.ask(connection -> known(connection, key));
  }

  private Optional<Kept> known(Connection connection, byte[] key) throws SQLException {
    return Asked.row(
        connection,
        Sql.KNOWN,
        row ->
            new Kept(
                row.getLong("conversation"), row.getLong("seq"), false, row.getBoolean("done")),
        channel,
        key);
  }

  /** First who they are, then what they say: its turn may come before the next line. */
  private Optional<Kept> linked(
      Connection connection, Incoming message, byte[] key, List<Promise> promised)
      throws SQLException {
    Seal seal = customers.of(connection, message.conversation());
    try {
      Optional<People.Link> link = people.link(connection, seal, message.proofs());
      return once(connection, message, key, seal, promised).map(it -> it.with(link));
    } catch (SQLException e) {
      if (!MessageKeys.isOfNobody(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Optional<Kept> once(
      Connection connection, Incoming message, byte[] key, Seal seal, List<Promise> promises)
      throws SQLException {
    List<Object> promised = PromiseArrays.of(promises);
    try {
      Optional<Kept> fresh =
          Asked.row(
              connection,
              Sql.KEEP,
              row -> new Kept(row.getLong("no"), row.getLong("last_seq"), true, false),
              channel,
              key,
              message.conversation(),
              seal.customer(),
              replica,
              message.id(),
              message.traceparent(),
              message.tracestate(),
              Bodies.close(seal, message.id(), message.parts(), random),
              promised.get(0),
              promised.get(1),
              promised.get(2),
              promised.get(3),
              promised.get(4));
      if (fresh.isPresent()) {
        return fresh;
      }
    } catch (SQLException e) {
      if (!MessageKeys.isDuplicate(e) && !MessageKeys.isOfNobody(e)) {
        throw e;
      }
    }
    return known(connection, key);
  }
}
