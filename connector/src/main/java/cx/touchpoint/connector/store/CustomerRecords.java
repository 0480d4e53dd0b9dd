package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.connector.conversation.Proof;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of one person, for those who have to show it to them or to erase it (GDPR, articles
 * 15, 17 and 20). Whoever does leaves a trace that does not say whose it was.
 */
public final class CustomerRecords {

  private static final Logger log = LoggerFactory.getLogger(CustomerRecords.class);

  private final Store store;
  private final People people;

  CustomerRecords(Store store, People people) {
    this.store = store;
    this.people = people;
  }

  /**
   * Who asks for what.
   *
   * @param proof a name the person goes by
   * @param actor who asks, as the cluster knows them
   */
  public record Request(Proof proof, String actor) {}

  /**
   * A person and their conversations.
   *
   * @param proved what they proved, the newest of each kind
   */
  public record Person(Map<IdentityKey, String> proved, List<Conversation> conversations) {}

  /**
   * One conversation.
   *
   * @param no its number, by which its messages are asked for
   * @param channel namespace/name
   * @param name as the channel knows it
   * @param messages how many were said, forgotten ones included
   */
  public record Conversation(
      long no, String channel, String name, Instant beganAt, Instant activeAt, long messages) {}

  /** How much was erased. */
  public record Erased(int conversations, int messages) {}

  /** Whether anybody can be found by name: customers are linked, and the Secret has its key. */
  public boolean usable() {
    return people.link() && !people.lacksKey();
  }

  /** Who goes by a name; empty when nobody does. */
  public Optional<Person> show(Request request) throws StoreFailure {
    return of(
        request,
        (connection, person) -> {
          audit(connection, request, "show", person);
          return new Person(
              People.proved(connection, person),
              Asked.rows(connection, Sql.CONVERSATIONS_OF, CustomerRecords::conversation, person));
        });
  }

  /**
   * What was said in one of their conversations, in order.
   *
   * @param after the place of the last one that is known
   */
  public List<Said> messages(Request request, long conversation, long after) throws StoreFailure {
    return of(
            request,
            (connection, person) ->
                Asked.rows(
                    connection,
                    Sql.MESSAGES_OF,
                    Bodies::readWithItsSeal,
                    person,
                    conversation,
                    after))
        .orElse(List.of());
  }

  /**
   * A file that was sent in one of their conversations. It leaves no trace of its own, as messages
   * do not: whoever knows its id was {@link #show shown} the person.
   */
  public Optional<Attachments.Kept> file(Request request, UUID id) throws StoreFailure {
    return of(
            request,
            (connection, person) ->
                Asked.row(connection, Sql.ATTACHMENT_OF, Attachments::kept, id, person))
        .flatMap(it -> it);
  }

  /** Takes a name from whoever goes by it; those whom only it linked are persons of their own. */
  public boolean unlink(Request request) throws StoreFailure {
    Optional<byte[]> hash = people.hash(request.proof());
    boolean known =
        hash.isPresent()
            && of(
                    request,
                    (connection, person) ->
                        Transaction.of(
                            connection,
                            () -> {
                              people.disown(connection, request.proof(), hash.get());
                              return unlink(connection, request, hash.get(), person);
                            }))
                .isPresent();
    people.forget();
    return known;
  }

  private static boolean unlink(Connection connection, Request request, byte[] hash, UUID person)
      throws SQLException {
    Asked.rows(connection, Sql.LOCK_PEOPLE, row -> 0);
    audit(connection, request, "unlink", person);
    Asked.change(connection, Sql.FORGET_NAME, (Object) hash);
    Asked.change(connection, Sql.FORGET_PROOFS, (Object) hash);
    Unlinking.of(connection, person).bringAbout(connection);
    return true;
  }

  /** Destroys a person's keys and deletes what was said with them; empty when nobody goes by it. */
  public Optional<Erased> erase(Request request) throws StoreFailure {
    Optional<Erased> erased =
        of(
            request,
            (connection, person) ->
                Transaction.of(connection, () -> erase(connection, request, person)));
    people.forget();
    if (erased.isPresent()) {
      tidy();
    }
    return erased;
  }

  private static Erased erase(Connection connection, Request request, UUID person)
      throws SQLException {
    Asked.rows(connection, Sql.LOCK_PEOPLE, row -> 0);
    audit(connection, request, "erase", person);
    Asked.change(connection, Sql.ERASE_ATTACHMENTS, person);
    Long[] conversations =
        Asked.rows(connection, Sql.ERASE_CONVERSATIONS, row -> row.getLong("no"), person)
            .toArray(Long[]::new);
    int messages = Asked.change(connection, Sql.ERASE_MESSAGES, (Object) conversations);
    Asked.change(connection, Sql.ERASE_PROMISES, (Object) conversations);
    Asked.change(connection, Sql.ERASE_DEAD_LETTERS, (Object) conversations);
    Asked.change(connection, Sql.ERASE_CUSTOMERS, person);
    Asked.change(connection, Sql.ERASE_NAMES, person);
    return new Erased(conversations.length, messages);
  }

  // What was deleted lies in the tables' files until they are tidied.
  private void tidy() throws StoreFailure {
    try {
      store.ask(
          connection -> {
            try (Statement statement = connection.createStatement()) {
              return statement.execute(Sql.TIDY);
            }
          });
    } catch (StoreFailure e) {
      log.warn(
          "The files of erased rows are tidied by PostgreSQL itself, later: {}", e.getMessage());
    }
  }

  private interface About<T> {
    T of(Connection connection, UUID person) throws SQLException;
  }

  private <T> Optional<T> of(Request request, About<T> question) throws StoreFailure {
    return store.ask(
        connection -> {
          Optional<UUID> person = people.person(connection, request.proof());
          return person.isEmpty()
              ? Optional.empty()
              : Optional.of(question.of(connection, person.get()));
        });
  }

  private static void audit(Connection connection, Request request, String action, UUID person)
      throws SQLException {
    Asked.change(connection, Sql.AUDIT, request.actor(), action, person);
    log.info("Audit: {} did {} with the history of person {}", request.actor(), action, person);
  }

  private static Conversation conversation(ResultSet row) throws SQLException {
    return new Conversation(
        row.getLong("no"),
        row.getString("channel"),
        row.getString("name"),
        row.getObject("began_at", OffsetDateTime.class).toInstant(),
        row.getObject("active_at", OffsetDateTime.class).toInstant(),
        row.getLong("last_seq"));
  }
}
