package cx.touchpoint.connector.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.connector.conversation.Proof;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which customers are one person, by what channels proved and by nothing else.
 *
 * <p>Who proves a name that another customer proved is the same person. The first of the keys tells
 * persons apart: two who have proved different names of it are never made one, whatever else they
 * share, as a family shares a phone.
 */
public final class People {

  private static final int MOST_AT_HAND = 20_000;
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<IdentityKey, String>> PROVED =
      new TypeReference<>() {};

  private final IdentityHashes hashes;
  private final SecureRandom random;
  private volatile List<IdentityKey> keys;

  /** What each customer is known to have proved, so that not every message asks about it. */
  private final Map<UUID, Set<Proof>> atHand =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Set<Proof>> eldest) {
          return size() > MOST_AT_HAND;
        }
      };

  /** How a proof was taken. */
  public enum Link {
    /** The customer was known. */
    Linked,
    /** Nobody proved this before. */
    New;

    /** The {@code result} label. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  People(IdentityHashes hashes, List<IdentityKey> keys, SecureRandom random) {
    this.hashes = hashes;
    this.keys = List.copyOf(keys);
    this.random = random;
  }

  /** From now on customers are linked by these; the first tells them apart. */
  public void linkBy(List<IdentityKey> newest) {
    keys = List.copyOf(newest);
  }

  /** Whether customers are linked by anything. */
  boolean link() {
    return !keys.isEmpty();
  }

  /**
   * The one conversation an account has on a channel, whatever device it is held on; empty for want
   * of the Secret's key. Reads a file.
   *
   * @param channel with its namespace
   */
  public Optional<UUID> conversationOf(String channel, String account) {
    return hashes.conversation(channel, account);
  }

  /** Whether the Secret's key is there. */
  public boolean hasKey() {
    return hashes.usable();
  }

  /** Whether customers are to be linked, and cannot be for want of the Secret's key. */
  public boolean lacksKey() {
    return link() && !hashes.usable();
  }

  /**
   * Takes in what is proved about a customer.
   *
   * @return empty when that was known, or when it contradicts what they proved before
   */
  Optional<Link> link(Connection connection, Seal seal, List<Proof> proofs) throws SQLException {
    List<Named> named = named(proofs);
    Set<Proof> proved = named.stream().map(Named::proof).collect(Collectors.toSet());
    if (named.isEmpty() || isAtHand(seal.customer(), proved)) {
      return Optional.empty();
    }
    Optional<Link> link =
        Transaction.of(
            connection,
            () -> {
              // Two at once could each make a person of their own. It happens once per customer.
              Asked.rows(connection, Sql.LOCK_PEOPLE, row -> 0);
              return link(connection, seal, named, proved);
            });
    synchronized (atHand) {
      atHand.merge(seal.customer(), proved, People::union);
    }
    return link;
  }

  private Optional<Link> link(
      Connection connection, Seal seal, List<Named> named, Set<Proof> proved) throws SQLException {
    Map<ByteBuffer, UUID> known = new HashMap<>();
    Asked.rows(connection, Sql.PERSONS_NAMED, row -> known(row), (Object) bytes(named))
        .forEach(it -> known.put(it.hash(), it.person()));
    @Nullable UUID former =
        Asked.row(
                connection,
                Sql.PERSON,
                row -> Optional.ofNullable(row.getObject("person", UUID.class)),
                seal.customer())
            .flatMap(it -> it)
            .orElse(null);
    UUID person = former == null ? seal.customer() : former;
    Set<UUID> others =
        named.stream()
            .flatMap(it -> Stream.ofNullable(known.get(it.buffer())))
            .filter(it -> !it.equals(person))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Telling telling = telling(connection, named, person, others);
    if (telling.contradicts()) {
      return Optional.empty();
    }
    Set<UUID> joined = telling.joining(others);
    for (UUID other : joined) {
      Asked.change(connection, Sql.JOIN_CUSTOMERS, person, other);
      Asked.change(connection, Sql.JOIN_NAMES, person, other);
    }
    List<Named> mine =
        named.stream()
            .filter(
                it -> {
                  @Nullable UUID whose = known.get(it.buffer());
                  return whose == null || whose.equals(person) || joined.contains(whose);
                })
            .toList();
    for (Named it : mine) {
      Asked.change(connection, Sql.NAME, it.hash(), it.proof().key().name(), person);
    }
    Asked.change(
        connection,
        Sql.PROVED,
        person,
        seal.close(sealId(seal.customer()), proved(connection, seal, mine), random),
        seal.customer());
    Asked.change(connection, Sql.PROOFS, seal.customer(), bytes(mine));
    return !joined.isEmpty()
        ? Optional.of(Link.Linked)
        : former == null ? Optional.of(Link.New) : Optional.empty();
  }

  /** Whether there is nothing to find out by what is proved. */
  boolean isKnown(Seal seal, List<Proof> proofs) {
    return isAtHand(
        seal.customer(), named(proofs).stream().map(Named::proof).collect(Collectors.toSet()));
  }

  /** What persons have proved on all channels, the newest of each kind, by conversation. */
  Map<Long, Map<IdentityKey, String>> proved(Connection connection, Long[] conversations)
      throws SQLException {
    var proved = new HashMap<Long, Map<IdentityKey, String>>();
    Asked.rows(
        connection,
        Sql.PROVED_IN,
        row -> {
          Map<IdentityKey, String> each =
              proved.computeIfAbsent(row.getLong("no"), _ -> new LinkedHashMap<>());
          opened(row).forEach(each::putIfAbsent);
          return each;
        },
        (Object) conversations);
    return proved;
  }

  /** The same of one person. */
  static Map<IdentityKey, String> proved(Connection connection, UUID person) throws SQLException {
    return merged(Asked.rows(connection, Sql.PROVED_BY, People::opened, person));
  }

  /** Nothing is at hand of anybody: somebody was unlinked or erased. */
  void forget() {
    synchronized (atHand) {
      atHand.clear();
    }
  }

  /** Who goes by a name; empty when nobody does, or names cannot be told for want of a key. */
  Optional<UUID> person(Connection connection, Proof proof) throws SQLException {
    Optional<byte[]> hash = hashes.of(proof);
    return hash.isEmpty()
        ? Optional.empty()
        : Asked.row(
            connection,
            Sql.PERSONS_NAMED,
            row -> row.getObject("person", UUID.class),
            (Object) new byte[][] {hash.get()});
  }

  /** What customers proved is from now on without a name that they were wrongly given. */
  void disown(Connection connection, Proof proof, byte[] hash) throws SQLException {
    for (Owner owner : Asked.rows(connection, Sql.PROVERS, People::owner, (Object) hash)) {
      if (owner.proved().remove(proof.key(), proof.value())) {
        Asked.change(
            connection,
            Sql.RENAME,
            owner.seal().close(sealId(owner.seal().customer()), written(owner.proved()), random),
            owner.seal().customer());
      }
    }
  }

  private record Owner(Seal seal, Map<IdentityKey, String> proved) {}

  private static Owner owner(ResultSet row) throws SQLException {
    return new Owner(new Seal(row.getObject("id", UUID.class), row.getBytes("key")), opened(row));
  }

  /** The hash of a name, where there is a key. */
  Optional<byte[]> hash(Proof proof) {
    return hashes.of(proof);
  }

  private static Map<IdentityKey, String> merged(List<Map<IdentityKey, String>> all) {
    var merged = new LinkedHashMap<IdentityKey, String>();
    all.forEach(each -> each.forEach(merged::putIfAbsent));
    return merged;
  }

  private Telling telling(Connection connection, List<Named> named, UUID person, Set<UUID> others)
      throws SQLException {
    IdentityKey first = keys.getFirst();
    var all = new ArrayList<UUID>(others);
    all.add(person);
    var names = new HashMap<UUID, ByteBuffer>();
    Asked.rows(
            connection,
            Sql.NAMES_TELLING,
            row -> known(row),
            all.toArray(UUID[]::new),
            first.name())
        .forEach(it -> names.put(it.person(), it.hash()));
    return new Telling(
        person,
        named.stream()
            .filter(it -> it.proof().key() == first)
            .map(Named::buffer)
            .findFirst()
            .orElse(null),
        names);
  }

  /**
   * By which name of the first key each is told.
   *
   * @param proved the one that is proved now, if it is
   */
  private record Telling(UUID person, @Nullable ByteBuffer proved, Map<UUID, ByteBuffer> names) {

    /** Whoever proved one such name and now proves another is two persons at one device. */
    boolean contradicts() {
      @Nullable ByteBuffer mine = names.get(person);
      return mine != null && proved != null && !mine.equals(proved);
    }

    Set<UUID> joining(Set<UUID> others) {
      var joined = new LinkedHashSet<UUID>();
      @Nullable ByteBuffer mine = names.get(person) == null ? proved : names.get(person);
      for (UUID other : others) {
        @Nullable ByteBuffer theirs = names.get(other);
        if (mine == null || theirs == null || mine.equals(theirs)) {
          joined.add(other);
          mine = mine == null ? theirs : mine;
        }
      }
      return joined;
    }
  }

  /** A name and what the database knows it by. */
  private record Named(Proof proof, byte[] hash) {
    ByteBuffer buffer() {
      return ByteBuffer.wrap(hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Named that && proof.equals(that.proof);
    }

    @Override
    public int hashCode() {
      return proof.hashCode();
    }

    @Override
    public String toString() {
      return proof.toString();
    }
  }

  private record Known(ByteBuffer hash, UUID person) {}

  private static Known known(ResultSet row) throws SQLException {
    return new Known(ByteBuffer.wrap(row.getBytes("hash")), row.getObject("person", UUID.class));
  }

  /** Those that customers are linked by, in the order of the keys. */
  private List<Named> named(List<Proof> proofs) {
    List<IdentityKey> by = keys;
    return proofs.stream()
        .filter(it -> by.contains(it.key()))
        .sorted(Comparator.comparing(it -> by.indexOf(it.key())))
        .flatMap(it -> hashes.of(it).map(hash -> new Named(it, hash)).stream())
        .toList();
  }

  private static byte[][] bytes(List<Named> named) {
    return named.stream().map(Named::hash).toArray(byte[][]::new);
  }

  private boolean isAtHand(UUID customer, Set<Proof> proved) {
    synchronized (atHand) {
      return atHand.getOrDefault(customer, Set.of()).containsAll(proved);
    }
  }

  private static Set<Proof> union(Set<Proof> some, Set<Proof> more) {
    return Stream.concat(some.stream(), more.stream()).collect(Collectors.toSet());
  }

  private static byte[] proved(Connection connection, Seal seal, List<Named> named)
      throws SQLException {
    Map<IdentityKey, String> all =
        merged(Asked.rows(connection, Sql.PROVED_BEFORE, People::opened, seal.customer()));
    named.forEach(it -> all.put(it.proof().key(), it.proof().value()));
    return written(all);
  }

  private static byte[] written(Map<IdentityKey, String> proved) {
    try {
      return JSON.writeValueAsBytes(proved);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written", e);
    }
  }

  private static Map<IdentityKey, String> opened(ResultSet row) throws SQLException {
    var seal = new Seal(row.getObject("id", UUID.class), row.getBytes("key"));
    try {
      return JSON.readValue(seal.open(sealId(seal.customer()), row.getBytes("proved")), PROVED);
    } catch (IOException e) {
      throw new IllegalStateException("what a customer proved is no object", e);
    }
  }

  private static String sealId(UUID customer) {
    return "customer " + customer;
  }
}
