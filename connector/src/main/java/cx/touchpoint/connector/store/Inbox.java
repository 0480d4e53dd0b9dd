package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.conversation.Proof;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes customers' messages in, each once. */
public final class Inbox {

  private static final int TRIES = 3;

  /** One that is written while another waits for the disk. */
  private static final int AT_ONCE = 2;

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final People people;
  private final FreshMessages fresh;
  private final Batches<Keeping, Optional<Kept>> batches;

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
    this.customers = customers;
    this.people = people;
    this.fresh = new FreshMessages(channel, replica, customers, random, promises);
    this.batches = new Batches<>(store, AT_ONCE, Keeping::conversation, this::keep);
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
   * @param turn had by this replica from now on, if it wanted that and nothing else waits
   * @param link what became of what was proved with it
   */
  public record Kept(
      long conversation,
      long seq,
      boolean fresh,
      boolean done,
      Optional<TurnQueue.Claim> turn,
      Optional<People.Link> link) {

    Kept(long conversation, long seq, boolean fresh, boolean done) {
      this(conversation, seq, fresh, done, Optional.empty(), Optional.empty());
    }

    Kept with(Optional<People.Link> newest) {
      return new Kept(conversation, seq, fresh, done, turn, newest);
    }
  }

  /**
   * Keeps a message; when this returns, it is as durable as the database makes it.
   *
   * @throws StoreFailure when nobody can say that it is kept
   */
  public Kept keep(Incoming message) throws StoreFailure {
    return keep(message, Optional.empty());
  }

  /**
   * The same, and its turn is taken at once if nothing else waits in the conversation.
   *
   * @param lease how long the turn is had, empty for nobody's
   */
  public Kept keep(Incoming message, Optional<Duration> lease) throws StoreFailure {
    return keep(Keeping.of(message, true, lease));
  }

  /**
   * The same without waiting for it.
   *
   * @param blocking runs what may block: the first message of somebody about whom something is
   *     proved
   * @return fails with {@link StoreFailure} when nobody can say that it is kept
   */
  public CompletableFuture<Kept> submit(
      Incoming message, Optional<Duration> lease, Executor blocking) {
    Keeping keeping = Keeping.of(message, true, lease);
    if (message.proofs().isEmpty()) {
      return submit(keeping, TRIES);
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return keep(keeping);
          } catch (StoreFailure e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  private CompletableFuture<Kept> submit(Keeping keeping, int tries) {
    return batches
        .submit(keeping)
        .thenCompose(
            kept -> {
              if (kept.isPresent()) {
                return CompletableFuture.completedFuture(kept.get());
              }
              customers.forget(keeping.conversation());
              return tries > 1
                  ? submit(keeping, tries - 1)
                  : CompletableFuture.failedFuture(neitherNewNorKnown(keeping));
            });
  }

  /** The same of a message about which nothing is promised. */
  Kept keepWithoutPromise(Incoming message) throws StoreFailure {
    return keep(Keeping.of(message, false, Optional.empty()));
  }

  private Kept keep(Keeping keeping) throws StoreFailure {
    for (int i = 1; i <= TRIES; i++) {
      Optional<Kept> kept = once(keeping);
      if (kept.isPresent()) {
        return kept.get();
      }
      customers.forget(keeping.conversation());
    }
    throw neitherNewNorKnown(keeping);
  }

  private static StoreFailure neitherNewNorKnown(Keeping keeping) {
    return StoreFailure.of(
        new SQLException("message " + keeping.message().id() + " is neither new nor known"));
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
  private Optional<Kept> once(Keeping keeping) throws StoreFailure {
    Incoming message = keeping.message();
    if (!keeping.promised() || !isKnown(message)) {
      return store.ask(
          connection -> {
            Seal seal = customers.of(connection, message.conversation());
            Optional<People.Link> link;
            try {
              link = people.link(connection, seal, message.proofs());
            } catch (SQLException e) {
              if (!MessageKeys.isOfNobody(e)) {
                throw e;
              }
              return Optional.empty();
            }
            return keep(connection, List.of(keeping)).getFirst().map(it -> it.with(link));
          });
    }
    return batches.ask(keeping);
  }

  /** Whether nothing is to be found out about whose message it is. */
  private boolean isKnown(Incoming message) {
    return message.proofs().isEmpty()
        || customers
            .atHand(message.conversation())
            .filter(seal -> people.isKnown(seal, message.proofs()))
            .isPresent();
  }

  private List<Optional<Kept>> keep(Connection connection, List<Keeping> all) throws SQLException {
    Map<String, Kept> newest = Map.of();
    try {
      newest = fresh.keep(connection, all);
    } catch (SQLException e) {
      if (all.size() > 1 || !MessageKeys.isDuplicate(e) && !MessageKeys.isOfNobody(e)) {
        throw e;
      }
    }
    List<Optional<Kept>> kept = new ArrayList<>();
    for (Keeping each : all) {
      Kept found = newest.get(each.conversation());
      if (found == null) {
        // Another replica may have begun the conversation with another seal than is at hand here.
        customers.forget(each.conversation());
      }
      kept.add(found == null ? known(connection, each.key()) : Optional.of(found));
    }
    return kept;
  }
}
