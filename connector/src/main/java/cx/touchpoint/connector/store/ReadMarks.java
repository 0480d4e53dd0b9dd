package cx.touchpoint.connector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How far people have read what customers wrote, and customers what they were answered. */
public final class ReadMarks {

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final Batches<Reading, Boolean> readings;

  ReadMarks(Store store, String channel, Customers customers) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.readings = new Batches<>(store, 1, Reading::conversation, this::read);
  }

  /** Whether anybody has begun this conversation. */
  public boolean isConversation(String conversation) throws StoreFailure {
    return store.ask(connection -> customers.known(connection, conversation).isPresent());
  }

  /**
   * Notes that people have read a message of the customer's and what came before it.
   *
   * @return whether that was not known before; empty when there is no such message
   */
  public Optional<Boolean> mark(String conversation, String message) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(
                connection,
                Sql.MARK_READ,
                row -> row.getBoolean("news"),
                channel,
                MessageKeys.of(conversation, message),
                message));
  }

  /**
   * The last message of the customer's that people have read.
   *
   * @param seq its place in the conversation
   * @param id by which the customer's side knows it
   */
  public record Mark(long seq, String id) {}

  /** How far people have read, empty when nothing is known of it. */
  public Optional<Mark> of(String conversation) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(
                connection,
                Sql.READ_SO_FAR,
                row -> new Mark(row.getLong("seq"), row.getString("id")),
                channel,
                conversation));
  }

  /**
   * Notes that the customer has read everything up to this place, or up to the end where that comes
   * before it.
   */
  public void customerHasRead(String conversation, long seq) throws StoreFailure {
    readings.ask(new Reading(conversation, seq));
  }

  private record Reading(String conversation, long seq) {}

  private List<Boolean> read(Connection connection, List<Reading> all) throws SQLException {
    // In the order of names, so that two who note several do not wait for each other.
    List<Reading> inOrder =
        all.stream().sorted(Comparator.comparing(Reading::conversation)).toList();
    Asked.change(
        connection,
        Sql.CUSTOMER_READ,
        inOrder.stream().map(Reading::conversation).toArray(String[]::new),
        inOrder.stream().map(Reading::seq).toArray(Long[]::new),
        channel);
    return all.stream().map(_ -> true).toList();
  }
}
