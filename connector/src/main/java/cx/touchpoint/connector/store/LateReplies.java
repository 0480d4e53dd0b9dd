package cx.touchpoint.connector.store;

import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import cx.touchpoint.connector.store.TurnQueue.Promised;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes in what comes by itself, replies and steps of a matter, each once. */
public final class LateReplies {

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final Matters matters;
  private final SecureRandom random;

  LateReplies(
      Store store, String channel, Customers customers, Matters matters, SecureRandom random) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.matters = matters;
    this.random = random;
  }

  /**
   * What is kept.
   *
   * @param seq its place in the conversation; of a step with nothing said, of what was said before
   * @param fresh whether it was not known before
   * @param first whether it is the conversation's first answer
   * @param sinceBegin from the conversation's beginning until now
   * @param kept the promises that the reply kept
   * @param change what became of the matter
   */
  public record Late(
      long seq,
      boolean fresh,
      boolean first,
      Duration sinceBegin,
      List<Promised> kept,
      MatterChange change) {}

  private static final MatterChange NO_CHANGE = MatterChange.of(false);

  /**
   * Keeps a reply, or a step, or both at once.
   *
   * @param key by which it is known when it comes again
   * @return empty when there is no such conversation
   */
  public Optional<Late> keep(
      String conversation, String key, Optional<Outgoing> reply, Optional<MatterStep> step)
      throws StoreFailure {
    byte[] known = MessageKeys.of(conversation, "reply\n" + key);
    return store.ask(
        connection -> {
          Optional<Seal> seal = customers.known(connection, conversation);
          if (seal.isEmpty()) {
            return Optional.empty();
          }
          try {
            Optional<Late> fresh =
                Transaction.of(
                    connection,
                    () -> once(connection, conversation, known, reply, step, seal.get()));
            if (fresh.isPresent()) {
              return fresh;
            }
          } catch (SQLException e) {
            if (!MessageKeys.isDuplicate(e)) {
              throw e;
            }
          }
          return Asked.row(
              connection,
              Sql.KNOWN,
              row ->
                  new Late(row.getLong("seq"), false, false, Duration.ZERO, List.of(), NO_CHANGE),
              channel,
              known);
        });
  }

  private Optional<Late> once(
      Connection connection,
      String conversation,
      byte[] known,
      Optional<Outgoing> reply,
      Optional<MatterStep> step,
      Seal seal)
      throws SQLException {
    Optional<Noted> noted =
        reply.isPresent()
            ? said(connection, conversation, known, reply.get(), seal)
            : Asked.row(
                connection,
                Sql.LATE_STEP,
                row ->
                    new Noted(
                        row.getLong("no"),
                        new Late(
                            row.getLong("last_seq"),
                            true,
                            false,
                            Duration.ZERO,
                            List.of(),
                            NO_CHANGE)),
                channel,
                conversation,
                known,
                known);
    if (noted.isEmpty() || step.isEmpty()) {
      return noted.map(Noted::late);
    }
    Late late = noted.get().late();
    return Optional.of(
        new Late(
            late.seq(),
            true,
            late.first(),
            late.sinceBegin(),
            late.kept(),
            matters.step(connection, noted.get().conversation(), conversation, step.get())));
  }

  private record Noted(long conversation, Late late) {}

  private Optional<Noted> said(
      Connection connection, String conversation, byte[] known, Outgoing reply, Seal seal)
      throws SQLException {
    byte[] answered = MessageKeys.of(conversation, String.valueOf(reply.inReplyTo()));
    List<Row> rows =
        Asked.rows(
            connection,
            Sql.LATE_REPLY,
            LateReplies::row,
            channel,
            conversation,
            known,
            known,
            reply.id(),
            reply.author().name(),
            reply.inReplyTo(),
            reply.traceparent(),
            reply.tracestate(),
            Bodies.close(seal, reply.id(), reply.parts(), random),
            answered,
            reply.author().name(),
            reply.author().name());
    return rows.stream()
        .findFirst()
        .map(
            it ->
                new Noted(
                    it.conversation(),
                    new Late(
                        it.seq(),
                        true,
                        it.first(),
                        it.sinceBegin(),
                        rows.stream().flatMap(row -> row.kept().stream()).toList(),
                        NO_CHANGE)));
  }

  private record Row(
      long conversation, long seq, boolean first, Duration sinceBegin, Optional<Promised> kept) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong("no"),
        row.getLong("last_seq"),
        row.getBoolean("first"),
        TurnQueue.seconds(row, "since_begin"),
        Promised.of(row));
  }
}
