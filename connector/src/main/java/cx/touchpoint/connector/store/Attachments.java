package cx.touchpoint.connector.store;

import cx.touchpoint.connector.conversation.Part;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Files that are sent in a channel's conversations, in pieces. A file is here before what names it,
 * and goes when nothing names it for an hour.
 */
public final class Attachments {

  /** Files of one conversation that nothing names yet; whoever sends more sends no messages. */
  public static final int MOST_UNATTACHED = 20;

  /** The largest piece, in bytes. */
  public static final int PIECE = 256 * 1024;

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final SecureRandom random;

  Attachments(Store store, String channel, Customers customers, SecureRandom random) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.random = random;
  }

  /** A file that is here or on its way, and the key to it. */
  public static final class Kept {
    private final Part.File file;
    private final Seal seal;

    private Kept(Part.File file, Seal seal) {
      this.file = file;
      this.seal = seal;
    }

    /** What is known of it. */
    public Part.File file() {
      return file;
    }

    /** How many pieces it has. */
    public int pieces() {
      return Math.toIntExact((file.size() + PIECE - 1) / PIECE);
    }
  }

  /** Whether there is such a conversation yet. */
  public boolean knows(String conversation) throws StoreFailure {
    return store.ask(connection -> known(connection, conversation).isPresent());
  }

  /**
   * Begins a file, of which nobody knows before it is {@link #finish finished}.
   *
   * @return empty when there are too many that nothing names
   */
  public Optional<Kept> begin(String conversation, String name, String contentType)
      throws StoreFailure {
    UUID id = UUID.randomUUID();
    return store.ask(
        connection -> {
          Optional<Seal> known = known(connection, conversation);
          Seal seal = known.isPresent() ? known.get() : customers.apart(connection);
          int begun =
              Asked.change(
                  connection,
                  Sql.BEGIN_ATTACHMENT,
                  id,
                  channel,
                  conversation,
                  seal.customer(),
                  contentType,
                  seal.close(id.toString(), name.getBytes(StandardCharsets.UTF_8), random),
                  MOST_UNATTACHED);
          return begun == 0
              ? Optional.empty()
              : Optional.of(new Kept(new Part.File(id, name, contentType, 0), seal));
        });
  }

  // Not the seal at hand: another replica may have begun the conversation with another one since,
  // and what lies under a key that no conversation has is forgotten when the key is.
  private Optional<Seal> known(Connection connection, String conversation) throws SQLException {
    return Optional.ofNullable(
        customers.stored(connection, List.of(conversation)).get(conversation));
  }

  /**
   * Keeps a piece of a file.
   *
   * @param no from 0; all but the last are {@link #PIECE} long
   */
  public void keep(Kept file, int no, byte[] piece) throws StoreFailure {
    byte[] sealed = file.seal.close(name(file, no), piece, random);
    store.ask(
        connection -> Asked.change(connection, Sql.ATTACHMENT_PIECE, file.file.id(), no, sealed));
  }

  /** All of it is here. */
  public Part.File finish(Kept file, long size) throws StoreFailure {
    int finished =
        store.ask(
            connection -> Asked.change(connection, Sql.FINISH_ATTACHMENT, size, file.file.id()));
    if (finished == 0) {
      throw new IllegalStateException("file " + file.file.id() + " is gone before it was whole");
    }
    return new Part.File(file.file.id(), file.file.name(), file.file.contentType(), size);
  }

  /**
   * Something is about to be said that names these.
   *
   * @return what they are, in the same order; empty when one is none of the conversation's
   */
  public Optional<List<Part.File>> attach(String conversation, List<UUID> ids) throws StoreFailure {
    Map<UUID, Part.File> found =
        store
            .ask(
                connection ->
                    Asked.rows(
                        connection,
                        Sql.ATTACH,
                        Attachments::kept,
                        ids.toArray(UUID[]::new),
                        channel,
                        conversation))
            .stream()
            .map(Kept::file)
            .collect(Collectors.toMap(Part.File::id, Function.identity()));
    return found.keySet().containsAll(ids)
        ? Optional.of(ids.stream().map(found::get).toList())
        : Optional.empty();
  }

  /** A file of a conversation, for its customer. */
  public Optional<Kept> find(String conversation, UUID id) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(connection, Sql.ATTACHMENT, Attachments::kept, id, channel, conversation));
  }

  /**
   * The same for whoever answers, who sees what the person said in their other conversations too.
   */
  public Optional<Kept> findOfPerson(String conversation, UUID id) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(
                connection,
                Sql.ATTACHMENT_OF_PERSON,
                Attachments::kept,
                channel,
                conversation,
                id));
  }

  /** A piece of a file, empty when it was forgotten meanwhile. */
  public Optional<byte[]> read(Kept file, int no) throws StoreFailure {
    return store
        .ask(
            connection ->
                Asked.row(
                    connection, Sql.READ_PIECE, row -> row.getBytes("body"), file.file.id(), no))
        .map(body -> file.seal.open(name(file, no), body));
  }

  /** Nobody is going to name these. */
  public void discard(Collection<UUID> ids) throws StoreFailure {
    if (!ids.isEmpty()) {
      store.ask(
          connection ->
              Asked.change(connection, Sql.DISCARD_ATTACHMENTS, (Object) ids.toArray(UUID[]::new)));
    }
  }

  /** Forgets what nothing has named for an hour. */
  public void forgetUnattached() throws StoreFailure {
    store.ask(connection -> Asked.change(connection, Sql.FORGET_UNATTACHED));
  }

  private static String name(Kept file, int no) {
    return file.file.id() + "/" + no;
  }

  static Kept kept(ResultSet row) throws SQLException {
    Seal seal = new Seal(row.getObject("customer", UUID.class), row.getBytes("key"));
    UUID id = row.getObject("id", UUID.class);
    return new Kept(
        new Part.File(
            id,
            new String(seal.open(id.toString(), row.getBytes("name")), StandardCharsets.UTF_8),
            row.getString("content_type"),
            row.getLong("size")),
        seal);
  }
}
