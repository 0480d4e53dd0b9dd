package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.Promise.Phase;
import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import cx.touchpoint.connector.store.TurnQueue.Promised;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes replies in that come by themselves, each once. */
public final class LateReplies {

  private final Store store;
  private final String channel;
  private final Customers customers;
  private final SecureRandom random;

  LateReplies(Store store, String channel, Customers customers, SecureRandom random) {
    this.store = store;
    this.channel = channel;
    this.customers = customers;
    this.random = random;
  }

  /**
   * A reply that is kept.
   *
   * @param seq its place in the conversation
   * @param fresh whether it was not known before
   * @param first whether it is the conversation's first answer
   * @param sinceBegin from the conversation's beginning until now
   * @param kept the promises it kept
   */
  public record Late(
      long seq, boolean fresh, boolean first, Duration sinceBegin, List<Promised> kept) {}

  /**
   * Keeps a reply.
   *
   * @param key by which it is known when it comes again
   * @return empty when there is no such conversation
   */
  public Optional<Late> keep(String conversation, String key, Outgoing reply) throws StoreFailure {
    byte[] known = MessageKeys.of(conversation, "reply\n" + key);
    byte[] answered = MessageKeys.of(conversation, String.valueOf(reply.inReplyTo()));
    return store.ask(
        connection -> {
          Optional<Seal> seal = customers.known(connection, conversation);
          if (seal.isEmpty()) {
            return Optional.empty();
          }
          try {
            Optional<Late> fresh =
                once(connection, conversation, known, answered, reply, seal.get());
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
              row -> new Late(row.getLong("seq"), false, false, Duration.ZERO, List.of()),
              channel,
              known);
        });
  }

  private Optional<Late> once(
      Connection connection,
      String conversation,
      byte[] known,
      byte[] answered,
      Outgoing reply,
      Seal seal)
      throws SQLException {
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
            answered);
    return rows.stream()
        .findFirst()
        .map(
            it ->
                new Late(
                    it.seq(),
                    true,
                    it.first(),
                    it.sinceBegin(),
                    rows.stream().flatMap(row -> row.kept().stream()).toList()));
  }

  private record Row(long seq, boolean first, Duration sinceBegin, Optional<Promised> kept) {}

  private static Row row(ResultSet row) throws SQLException {
    String phase = row.getString("phase");
    return new Row(
        row.getLong("last_seq"),
        row.getBoolean("first"),
        TurnQueue.seconds(row, "since_begin"),
        phase == null
            ? Optional.empty()
            : Optional.of(new Promised(Phase.valueOf(phase), row.getString("target"))));
  }
}
