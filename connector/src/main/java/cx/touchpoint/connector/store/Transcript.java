package cx.touchpoint.connector.store;

import cx.touchpoint.connector.conversation.Proof;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What was said in conversations, and how far customers have it. */
public final class Transcript {

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final People people;

  Transcript(Store store, String channel, Customers customers, People people) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.people = people;
  }

  /**
   * The message whose turn it is, and what was said before it.
   *
   * @param message the customer's
   * @param before oldest first; of a person who is known on other channels what was said there too
   * @param proofs what the person proved, on whichever channel
   * @param handover since when and why people have the conversation
   * @param reopens whether the matter was settled until this message
   */
  public record Turn(
      Said message,
      List<Said> before,
      List<Proof> proofs,
      Optional<Handover> handover,
      boolean reopens) {}

  /**
   * A conversation that belongs to people.
   *
   * @param at since when
   * @param reason why, empty when nobody said
   */
  public record Handover(Instant at, Optional<String> reason) {}

  /** The next turn of a conversation, empty when nothing waits any more. */
  public Optional<Turn> turn(TurnQueue.Claim claim, int mostBefore) throws StoreFailure {
    return store.ask(
        connection -> {
          Seal seal = customers.of(connection, claim.name());
          Optional<Turn> next =
              Asked.row(
                  connection,
                  Sql.NEXT_MESSAGE,
                  row -> next(row, seal),
                  claim.no(),
                  claim.turnSeq());
          if (next.isEmpty()) {
            return Optional.empty();
          }
          return Optional.of(
              new Turn(
                  next.get().message(),
                  before(connection, claim, next.get().message(), seal, mostBefore).reversed(),
                  proofs(connection, claim),
                  next.get().handover(),
                  next.get().reopens()));
        });
  }

  private static Turn next(ResultSet row, Seal seal) throws SQLException {
    OffsetDateTime handedOver = row.getObject("handed_over_at", OffsetDateTime.class);
    byte[] reason = row.getBytes("handover_reason");
    return new Turn(
        Bodies.read(row, seal),
        List.of(),
        List.of(),
        Optional.ofNullable(handedOver)
            .map(
                at ->
                    new Handover(
                        at.toInstant(),
                        reason == null ? Optional.empty() : Matters.reason(reason, seal))),
        row.getBoolean("reopens"));
  }

  private List<Said> before(
      Connection connection, TurnQueue.Claim claim, Said message, Seal seal, int most)
      throws SQLException {
    List<Said> anywhere =
        people.link()
            ? Asked.rows(
                connection,
                Sql.SAID_BEFORE_ANYWHERE,
                Bodies::readWithItsSeal,
                claim.no(),
                message.seq(),
                most,
                most)
            : List.of();
    return anywhere.isEmpty()
        ? Asked.rows(
            connection,
            Sql.SAID_BEFORE,
            row -> Bodies.read(row, seal),
            claim.no(),
            message.seq(),
            most)
        : anywhere;
  }

  private List<Proof> proofs(Connection connection, TurnQueue.Claim claim) throws SQLException {
    return people.link()
        ? people.proved(connection, claim.no()).entrySet().stream()
            .map(it -> new Proof(it.getKey(), it.getValue()))
            .toList()
        : List.of();
  }

  /** The answers to one message of a conversation, in order. */
  public List<Said> answersTo(String conversation, Inbox.Kept message, String id)
      throws StoreFailure {
    return opened(
        conversation,
        (connection, seal) ->
            Asked.rows(
                connection,
                Sql.ANSWERS_TO,
                row -> Bodies.read(row, seal),
                message.conversation(),
                message.seq(),
                id));
  }

  /**
   * What the customer may not have yet, in order.
   *
   * @param after the place of the last answer they have
   */
  public List<Said> answersAfter(String conversation, long after) throws StoreFailure {
    return opened(
        conversation,
        (connection, seal) ->
            Asked.rows(
                connection,
                Sql.ANSWERS_AFTER,
                row -> Bodies.read(row, seal),
                channel,
                conversation,
                after));
  }

  /** The place up to which the customer has everything, as far as is known. */
  public long delivered(String conversation) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(
                    connection, Sql.DELIVERED_SO_FAR, row -> row.getLong(1), channel, conversation)
                .orElse(0L));
  }

  /**
   * Notes that the customer has everything up to this place.
   *
   * @return whether that was not known before
   */
  public boolean delivered(String conversation, long seq) throws StoreFailure {
    return store.ask(
        connection -> Asked.change(connection, Sql.DELIVERED, seq, channel, conversation, seq) > 0);
  }

  private List<Said> opened(String conversation, Sealed question) throws StoreFailure {
    return store.ask(
        connection -> {
          Optional<Seal> seal = customers.known(connection, conversation);
          return seal.isEmpty() ? List.of() : question.ask(connection, seal.get());
        });
  }

  private interface Sealed {
    List<Said> ask(Connection connection, Seal seal) throws SQLException;
  }
}
