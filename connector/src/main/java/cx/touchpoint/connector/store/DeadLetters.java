package cx.touchpoint.connector.store;

import cx.touchpoint.connector.store.Inbox.Incoming;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of one channel that were given up, to be looked at and to be tried once more. */
public final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  private final Store store;
  private final String channel;
  private final Inbox inbox;

  DeadLetters(Store store, String channel, Inbox inbox) {
    this.store = store;
    this.channel = channel;
    this.inbox = inbox;
  }

  /**
   * A message that was given up.
   *
   * @param no by which it is tried again: the number of its conversation, a dot, its place there
   * @param conversation as the channel knows it
   * @param id as the responder was told
   * @param reason refused or unanswered
   * @param at when it was given up
   */
  public record DeadLetter(String no, String conversation, String id, String reason, Instant at) {}

  /**
   * The next 200, the oldest first.
   *
   * @param after the number of the last one that is known, empty to begin
   */
  public List<DeadLetter> list(Optional<Number> after) throws StoreFailure {
    return store.ask(
        connection ->
            Asked.rows(
                connection,
                Sql.DEAD_LETTERS,
                DeadLetters::letter,
                channel,
                after.map(Number::conversation).orElse(0L),
                after.map(Number::seq).orElse(0L)));
  }

  /**
   * Says it again at the end of its conversation, without a promise about it: that one was broken.
   * The responder is told another id, because it may remember that it refused the first.
   *
   * @return whether there was such a letter
   */
  public boolean replay(Number number, String actor) throws StoreFailure {
    Optional<Incoming> again =
        store.ask(
            connection ->
                Asked.row(
                    connection,
                    Sql.DEAD_LETTER,
                    row -> again(row),
                    channel,
                    number.conversation(),
                    number.seq()));
    if (again.isEmpty()) {
      return false;
    }
    // First the message, then the letter: whoever dies in between says the same once more.
    inbox.keepWithoutPromise(again.get());
    store.ask(
        connection ->
            Asked.change(
                connection, Sql.FORGET_DEAD_LETTER, channel, number.conversation(), number.seq()));
    log.info("Audit: {} let message {} be tried again", actor, again.get().id());
    return true;
  }

  /** By which a letter is known. */
  public record Number(long conversation, long seq) {

    /** Reads one as it is listed; empty when it is none. */
    public static Optional<Number> of(String text) {
      return text.matches("[0-9]{1,18}\\.[0-9]{1,18}")
          ? Optional.of(
              new Number(
                  Long.parseLong(text.substring(0, text.indexOf('.'))),
                  Long.parseLong(text.substring(text.indexOf('.') + 1))))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return conversation + "." + seq;
    }
  }

  private static Incoming again(ResultSet row) throws SQLException {
    Said said = Bodies.readWithItsSeal(row);
    return new Incoming(
        row.getString("name"),
        said.id() + ".again",
        said.parts(),
        List.of(),
        said.traceparent(),
        said.tracestate());
  }

  private static DeadLetter letter(ResultSet row) throws SQLException {
    return new DeadLetter(
        new Number(row.getLong("conversation"), row.getLong("seq")).toString(),
        row.getString("name"),
        row.getString("id"),
        row.getString("reason"),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }
}
