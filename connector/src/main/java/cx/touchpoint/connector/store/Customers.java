package cx.touchpoint.connector.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The seals of the customers of one channel's conversations; the last ones used are at hand. */
final class Customers {

  private static final int MOST_AT_HAND = 20_000;

  private final String channel;
  private final SecureRandom random;
  private final Map<String, Seal> atHand =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seal> eldest) {
          return size() > MOST_AT_HAND;
        }
      };

  Customers(String channel, SecureRandom random) {
    this.channel = channel;
    this.random = random;
  }

  /** The seal of a conversation that may be new. */
  Seal of(Connection connection, String conversation) throws SQLException {
    Optional<Seal> known = known(connection, conversation);
    if (known.isPresent()) {
      return known.get();
    }
    // Who writes in a new conversation is a new customer, until a channel proves who they are. Of
    // two first messages at once one finds that it has another customer, and asks again.
    Seal seal = apart(connection);
    remember(conversation, seal);
    return seal;
  }

  /**
   * The seal of a new customer for what comes before its conversation does. It is not at hand as
   * the conversation's, which another replica may begin with another one.
   */
  Seal apart(Connection connection) throws SQLException {
    Seal seal = fresh();
    Asked.change(connection, Sql.NEW_CUSTOMER, seal.customer(), seal.key());
    return seal;
  }

  /**
   * The seals of those conversations that exist; of those that are new nothing is written yet.
   *
   * @return by name
   */
  Map<String, Seal> known(Connection connection, Collection<String> conversations)
      throws SQLException {
    Map<String, Seal> known = new HashMap<>();
    List<String> others = new ArrayList<>();
    synchronized (atHand) {
      for (String conversation : conversations) {
        Seal seal = atHand.get(conversation);
        if (seal == null) {
          others.add(conversation);
        } else {
          known.put(conversation, seal);
        }
      }
    }
    if (!others.isEmpty()) {
      Map<String, Seal> stored = stored(connection, others);
      stored.forEach(this::remember);
      known.putAll(stored);
    }
    return known;
  }

  /** The same as they are in the database, whatever is at hand. */
  Map<String, Seal> stored(Connection connection, Collection<String> conversations)
      throws SQLException {
    Map<String, Seal> stored = new HashMap<>();
    Asked.rows(
        connection,
        Sql.KEYS_OF_CONVERSATIONS,
        row -> stored.put(row.getString("name"), seal(row)),
        channel,
        conversations.toArray(String[]::new));
    return stored;
  }

  /** The seal of a conversation if it is at hand. */
  Optional<Seal> atHand(String conversation) {
    synchronized (atHand) {
      return Optional.ofNullable(atHand.get(conversation));
    }
  }

  /** A seal for a customer who is new. */
  Seal fresh() {
    return new Seal(UUID.randomUUID(), Seal.newKey(random));
  }

  /** The seal of a conversation, empty when there is no such conversation. */
  Optional<Seal> known(Connection connection, String conversation) throws SQLException {
    return Optional.ofNullable(known(connection, List.of(conversation)).get(conversation));
  }

  /** The customer of a conversation may have changed; the next question asks the database. */
  void forget(String conversation) {
    synchronized (atHand) {
      atHand.remove(conversation);
    }
  }

  void remember(String conversation, Seal seal) {
    synchronized (atHand) {
      atHand.put(conversation, seal);
    }
  }

  private static Seal seal(ResultSet row) throws SQLException {
    return new Seal(row.getObject("id", UUID.class), row.getBytes("key"));
  }
}
