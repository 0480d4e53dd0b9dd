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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is, over all replicas: a conversation with something unanswered is one replica's
 * for the time of a lease. What a replica writes after another took the conversation over is
 * refused.
 */
public final class TurnQueue {

  /** One that is written while another waits for the disk. */
  private static final int AT_ONCE = 2;

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final Matters matters;
  private final SecureRandom random;
  private final Batches<Answering, Optional<Answered>> answers;

  TurnQueue(
      Store store, String channel, Customers customers, Matters matters, SecureRandom random) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.matters = matters;
    this.random = random;
    this.answers = new Batches<>(store, AT_ONCE, it -> it.claim().no(), this::answer);
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
      long seq, Instant at, boolean first, Duration sinceBegin, List<Promised> kept) {

    /** The same answer keeps more than one promise. */
    private Answered and(Answered more) {
      return new Answered(
          seq, at, first, sinceBegin, Stream.concat(kept.stream(), more.kept().stream()).toList());
    }
  }

  /** What was promised. */
  public record Promised(Phase phase, String target) {

    /** What a row says that a statement decided, empty where it decided nothing. */
    static Optional<Promised> of(ResultSet row) throws SQLException {
      String phase = row.getString("phase");
      return phase == null
          ? Optional.empty()
          : Optional.of(new Promised(Phase.valueOf(phase), row.getString("target")));
    }
  }

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
    return answers.ask(new Answering(claim, seq, answer));
  }

  private record Answering(Claim claim, long seq, Outgoing answer) {}

  private List<Optional<Answered>> answer(Connection connection, List<Answering> all)
      throws SQLException {
    // As keeping meets them, so that the two do not wait for each other.
    List<Answering> inOrder =
        all.stream().sorted(Comparator.comparing(it -> it.claim().name())).toList();
    Map<String, Seal> seals =
        customers.known(connection, inOrder.stream().map(it -> it.claim().name()).toList());
    Map<Long, Answered> answered = new HashMap<>();
    Asked.rows(
        connection,
        Sql.ANSWER,
        row -> answered.merge(row.getLong("no"), answered(row), Answered::and),
        inOrder.stream().map(it -> it.claim().no()).toArray(Long[]::new),
        inOrder.stream().map(it -> it.claim().epoch()).toArray(Long[]::new),
        inOrder.stream().map(Answering::seq).toArray(Long[]::new),
        texts(inOrder, Outgoing::id),
        texts(inOrder, it -> it.author().name()),
        texts(inOrder, Outgoing::inReplyTo),
        texts(inOrder, Outgoing::traceparent),
        texts(inOrder, Outgoing::tracestate),
        inOrder.stream()
            .map(it -> body(seals.get(it.claim().name()), it.answer()))
            .toArray(byte[][]::new));
    return all.stream().map(it -> Optional.ofNullable(answered.get(it.claim().no()))).toList();
  }

  // Of a conversation that is gone there is no seal, and no row to answer in either.
  private byte[] body(@Nullable Seal seal, Outgoing answer) {
    return seal == null ? new byte[0] : Bodies.close(seal, answer.id(), answer.parts(), random);
  }

  private static String[] texts(List<Answering> all, Function<Outgoing, @Nullable String> text) {
    return all.stream().map(it -> text.apply(it.answer())).toArray(String[]::new);
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
                          ? answer(connection, List.of(new Answering(claim, seq, answer.get())))
                              .getFirst()
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

  private static Answered answered(ResultSet row) throws SQLException {
    return new Answered(
        row.getLong("last_seq"),
        instant(row),
        row.getBoolean("first"),
        seconds(row, "since_begin"),
        Promised.of(row).stream().toList());
  }

  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject("at", OffsetDateTime.class).toInstant();
  }

  static Duration seconds(ResultSet row, String column) throws SQLException {
    return Duration.ofNanos(Math.round(row.getDouble(column) * 1e9));
  }
}
