package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise.Phase;
import cx.touchpoint.connector.conversation.Part;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, over all replicas: a conversation with something unanswered is one replica's
 * for the time of a lease. What a replica writes after another took the conversation over is
 * refused.
 */
public final class TurnQueue {

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final Matters matters;
  private final SecureRandom random;

  TurnQueue(
      Store store, String channel, Customers customers, Matters matters, SecureRandom random) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.matters = matters;
    this.random = random;
  }

  /**
   * A conversation this replica has.
   *
   * @param no its number
   * @param name as its channel knows it
   * @param epoch tells this time of having it from every other
   * @param attempts how often its next turn failed before
   * @param turnSeq the last message that had its turn
   * @param waited how long its turn was due
   */
  public record Claim(
      long no, String name, long epoch, int attempts, long turnSeq, Duration waited) {}

  /** An answer on its way out. */
  public record Outgoing(
      String id,
      Said.Author author,
      @Nullable String inReplyTo,
      @Nullable String traceparent,
      @Nullable String tracestate,
      List<Part> parts) {}

  /**
   * An answer that is kept.
   *
   * @param seq its place in the conversation
   * @param at when it was kept
   * @param first whether it is the conversation's first
   * @param sinceBegin from the conversation's beginning until now
   * @param kept the promises it kept
   */
  public record Answered(
      long seq, Instant at, boolean first, Duration sinceBegin, List<Promised> kept) {}

  /** What was promised. */
  public record Promised(Phase phase, String target) {}

  /** Whose conversations are taken. */
  public enum Whose {
    ANYBODYS(true, false),
    PEOPLES(true),
    PROGRAMS(false);

    private final List<Boolean> withPeople;

    Whose(Boolean... withPeople) {
      this.withPeople = List.of(withPeople);
    }
  }

  /** Takes at most so many conversations, the longest waiting first. */
  public List<Claim> claim(int most, Duration lease) throws StoreFailure {
    return claim(most, lease, Whose.ANYBODYS);
  }

  /** Takes at most so many conversations of some, the longest waiting first. */
  public List<Claim> claim(int most, Duration lease, Whose whose) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.rows(
                connection,
                Sql.CLAIM,
                TurnQueue::claimed,
                channel,
                whose.withPeople.toArray(Boolean[]::new),
                most,
                lease.toMillis()));
  }

  /** Somebody who waits for an answer. */
  public record Waiter(long no, String name) {}

  /** Those who have waited for so long and were not told, the longest first. */
  public List<Waiter> waitingLongerThan(Duration wait, int most) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.rows(
                connection,
                Sql.LONG_WAITING,
                row -> new Waiter(row.getLong("no"), row.getString("name")),
                channel,
                wait.toMillis(),
                most));
  }

  /** Says a word to somebody who waits; false when they were told already or wait no more. */
  public boolean apologise(Waiter waiter, Outgoing words) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(
                    connection,
                    Sql.APOLOGISE,
                    row -> row.getLong(1),
                    waiter.no(),
                    words.id(),
                    Bodies.close(
                        customers.of(connection, waiter.name()), words.id(), words.parts(), random))
                .isPresent());
  }

  /** Keeps having these; of one that was taken over nothing happens. */
  public void renew(Collection<Claim> claims, Duration lease) throws StoreFailure {
    Long[] conversations = claims.stream().map(Claim::no).toArray(Long[]::new);
    Long[] epochs = claims.stream().map(Claim::epoch).toArray(Long[]::new);
    store.ask(
        connection -> Asked.change(connection, Sql.RENEW, lease.toMillis(), conversations, epochs));
  }

  /**
   * Ends the turn of a message with its answer, unless another replica has taken over.
   *
   * @return empty when it has
   */
  public Optional<Answered> answer(Claim claim, long seq, Outgoing answer) throws StoreFailure {
    return store.ask(connection -> answer(connection, claim, seq, answer));
  }

  private Optional<Answered> answer(Connection connection, Claim claim, long seq, Outgoing answer)
      throws SQLException {
    byte[] body =
        Bodies.close(customers.of(connection, claim.name()), answer.id(), answer.parts(), random);
    List<Answering> rows =
        Asked.rows(
            connection,
            Sql.ANSWER,
            TurnQueue::answering,
            seq,
            claim.no(),
            claim.epoch(),
            answer.id(),
            answer.author().name(),
            answer.inReplyTo(),
            answer.traceparent(),
            answer.tracestate(),
            body,
            answer.author().name(),
            answer.author().name());
    return rows.stream()
        .findFirst()
        .map(
            it ->
                new Answered(
                    it.seq(),
                    it.at(),
                    it.first(),
                    it.sinceBegin(),
                    rows.stream().flatMap(row -> row.kept().stream()).toList()));
  }

  /**
   * A turn after which the matter is another's, or settled.
   *
   * @param answered what was said, empty for nothing
   * @param change what became of the matter
   */
  public record Ended(Optional<Answered> answered, MatterChange change) {}

  /**
   * Ends the turn of a message with a step and perhaps an answer, at once, unless another replica
   * has taken over.
   *
   * @return empty when it has
   */
  public Optional<Ended> end(Claim claim, long seq, Optional<Outgoing> answer, MatterStep step)
      throws StoreFailure {
    return store.ask(
        connection ->
            Transaction.of(
                connection,
                () -> {
                  Optional<Answered> answered =
                      answer.isPresent()
                          ? answer(connection, claim, seq, answer.get())
                          : Optional.empty();
                  boolean mine =
                      answered.isPresent()
                          || answer.isEmpty()
                              && Asked.change(
                                      connection,
                                      Sql.NOTHING_TO_SAY,
                                      seq,
                                      claim.no(),
                                      claim.epoch())
                                  > 0;
                  return mine
                      ? Optional.of(
                          new Ended(
                              answered, matters.step(connection, claim.no(), claim.name(), step)))
                      : Optional.empty();
                }));
  }

  /** Ends the turn of a message that has no answer; false when another replica has taken over. */
  public boolean nothingToSay(Claim claim, long seq) throws StoreFailure {
    return changes(Sql.NOTHING_TO_SAY, seq, claim.no(), claim.epoch());
  }

  /** Lets the turn be tried again after a pause; false when another replica has taken over. */
  public boolean tryAgain(Claim claim, Duration pause) throws StoreFailure {
    return changes(Sql.TRY_AGAIN, pause.toMillis(), 1, claim.no(), claim.epoch());
  }

  /** The same, where it was not the message's fault that it failed. */
  public boolean postpone(Claim claim, Duration pause) throws StoreFailure {
    return changes(Sql.TRY_AGAIN, pause.toMillis(), 0, claim.no(), claim.epoch());
  }

  /**
   * Gives a message up, and has something else said in place of an answer.
   *
   * @param reason one word of a closed list
   * @return the place of what is said, empty when another replica has taken over
   */
  public Optional<Buried> bury(Claim claim, long seq, String reason, Outgoing instead)
      throws StoreFailure {
    return store.ask(
        connection ->
            Asked.row(
                connection,
                Sql.BURY,
                row -> new Buried(row.getLong("last_seq"), instant(row)),
                seq,
                claim.no(),
                claim.epoch(),
                reason,
                instead.id(),
                instead.inReplyTo(),
                Bodies.close(
                    customers.of(connection, claim.name()),
                    instead.id(),
                    instead.parts(),
                    random)));
  }

  /** What was said instead of an answer. */
  public record Buried(long seq, Instant at) {}

  private boolean changes(String sql, Object... parameters) throws StoreFailure {
    return store.ask(connection -> Asked.change(connection, sql, parameters) > 0);
  }

  private static Claim claimed(ResultSet row) throws SQLException {
    return new Claim(
        row.getLong("no"),
        row.getString("name"),
        row.getLong("epoch"),
        row.getInt("attempts"),
        row.getLong("turn_seq"),
        seconds(row, "waited"));
  }

  private record Answering(
      long seq, Instant at, boolean first, Duration sinceBegin, Optional<Promised> kept) {}

  private static Answering answering(ResultSet row) throws SQLException {
    String phase = row.getString("phase");
    return new Answering(
        row.getLong("last_seq"),
        instant(row),
        row.getBoolean("first"),
        seconds(row, "since_begin"),
        phase == null
            ? Optional.empty()
            : Optional.of(new Promised(Phase.valueOf(phase), row.getString("target"))));
  }

  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject("at", OffsetDateTime.class).toInstant();
  }

  static Duration seconds(ResultSet row, String column) throws SQLException {
    return Duration.ofNanos(Math.round(row.getDouble(column) * 1e9));
  }
}
