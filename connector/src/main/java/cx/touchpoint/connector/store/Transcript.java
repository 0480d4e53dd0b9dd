package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.connector.conversation.Proof;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What was said in conversations, and how far customers have it. */
public final class Transcript {

  /** What was said before that travels with a message. */
  private static final int MOST_BEFORE = 20;

  private static final int AT_ONCE = 2;

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final People people;
  private final Batches<TurnQueue.Claim, Optional<Turn>> turns;
  private final Batches<Delivery, Boolean> deliveries;

  Transcript(Store store, String channel, Customers customers, People people) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.people = people;
    this.turns = new Batches<>(store, AT_ONCE, TurnQueue.Claim::no, this::turns);
    this.deliveries = new Batches<>(store, 1, Delivery::conversation, this::delivered);
  }

  /**
   * The message whose turn it is, and what was said before it.
   *
   * @param message the customer's
   * @param before oldest first; of a person who is known on other channels what was said there too
   * @param proofs what the person proved, on whichever channel
   * @param handover since when and why people have the conversation
   * @param reopens whether the matter was settled until this message
   * @param readUpTo the place up to which the customer has read what they were answered
   */
  public record Turn(
      Said message,
      List<Said> before,
      List<Proof> proofs,
      Optional<Handover> handover,
      boolean reopens,
      long readUpTo) {

    private Turn with(List<Said> saidBefore, Map<IdentityKey, String> proved) {
      return new Turn(
          message,
          saidBefore,
          proved.entrySet().stream().map(it -> new Proof(it.getKey(), it.getValue())).toList(),
          handover,
          reopens,
          readUpTo);
    }
  }

  /**
   * A conversation that belongs to people.
   *
   * @param at since when
   * @param reason why, empty when nobody said
   */
  public record Handover(Instant at, Optional<String> reason) {}

  /** The next turn of a conversation, empty when nothing waits any more. */
  public Optional<Turn> turn(TurnQueue.Claim claim) throws StoreFailure {
    return turns.ask(claim);
  }

  private List<Optional<Turn>> turns(Connection connection, List<TurnQueue.Claim> claims)
      throws SQLException {
    Map<String, Seal> known =
        customers.known(connection, claims.stream().map(TurnQueue.Claim::name).toList());
    Map<Long, Seal> seals = new HashMap<>();
    for (TurnQueue.Claim claim : claims) {
      Seal seal = known.get(claim.name());
      if (seal != null) {
        seals.put(claim.no(), seal);
      }
    }
    Map<Long, Turn> next = new HashMap<>();
    Asked.rows(
        connection,
        Sql.NEXT_MESSAGES,
        row -> next.put(row.getLong("no"), next(row, of(row, seals))),
        claims.stream().map(TurnQueue.Claim::no).toArray(Long[]::new),
        claims.stream().map(TurnQueue.Claim::turnSeq).toArray(Long[]::new));
    Map<Long, List<Said>> before = before(connection, next, seals);
    Map<Long, Map<IdentityKey, String>> proved =
        people.link() ? people.proved(connection, conversations(next)) : Map.of();
    return claims.stream()
        .map(
            it ->
                Optional.ofNullable(next.get(it.no()))
                    .map(
                        turn ->
                            turn.with(
                                before.getOrDefault(it.no(), List.of()).reversed(),
                                proved.getOrDefault(it.no(), Map.of()))))
        .toList();
  }

  // A conversation has a customer as long as it is there.
  private static Seal of(ResultSet row, Map<Long, Seal> seals) throws SQLException {
    return Objects.requireNonNull(seals.get(row.getLong("no")), "the seal of a conversation");
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
        row.getBoolean("reopens"),
        row.getLong("customer_read_seq"));
  }

  /** By conversation, the newest first. */
  private Map<Long, List<Said>> before(
      Connection connection, Map<Long, Turn> next, Map<Long, Seal> seals) throws SQLException {
    Map<Long, List<Said>> before = new HashMap<>();
    Map<Long, Turn> strangers = new HashMap<>(next);
    if (people.link()) {
      Asked.rows(
          connection,
          Sql.SAID_BEFORE_ANYWHERE,
          row -> into(before, row, Bodies.readWithItsSeal(row)),
          conversations(next),
          places(next),
          MOST_BEFORE,
          MOST_BEFORE);
      strangers.keySet().removeAll(before.keySet());
    }
    if (!strangers.isEmpty()) {
      Asked.rows(
          connection,
          Sql.SAID_BEFORE,
          row -> into(before, row, Bodies.read(row, of(row, seals))),
          conversations(strangers),
          places(strangers),
          strangers.values().stream().map(Turn::readUpTo).toArray(Long[]::new),
          MOST_BEFORE);
    }
    return before;
  }

  private static boolean into(Map<Long, List<Said>> before, ResultSet row, Said said)
      throws SQLException {
    return before
        .computeIfAbsent(row.getLong("no"), _ -> new ArrayList<>())
        .add(row.getBoolean("seen") ? said.seenByCustomer() : said);
  }

  private static Long[] conversations(Map<Long, Turn> turns) {
    return turns.keySet().toArray(Long[]::new);
  }

  private static Long[] places(Map<Long, Turn> turns) {
    return turns.values().stream().map(it -> it.message().seq()).toArray(Long[]::new);
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
    return deliveries.ask(new Delivery(conversation, seq));
  }

  private record Delivery(String conversation, long seq) {}

  private List<Boolean> delivered(Connection connection, List<Delivery> all) throws SQLException {
    List<Delivery> inOrder =
        all.stream().sorted(Comparator.comparing(Delivery::conversation)).toList();
    Set<String> news =
        Set.copyOf(
            Asked.rows(
                connection,
                Sql.DELIVERED,
                row -> row.getString("name"),
                inOrder.stream().map(Delivery::conversation).toArray(String[]::new),
                inOrder.stream().map(Delivery::seq).toArray(Long[]::new),
                channel));
    return all.stream().map(it -> news.contains(it.conversation())).toList();
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
