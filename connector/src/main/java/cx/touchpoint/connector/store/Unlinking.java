package cx.touchpoint.connector.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Into which persons one falls when a name is taken from them: whoever is still connected by names
 * stays together, each other group is a person of its own.
 *
 * @param groups the customers of each; the first stays who they were
 */
record Unlinking(UUID person, List<Set<UUID>> groups) {

  /** A customer has proved a name. */
  private record Edge(UUID customer, ByteBuffer name) {}

  static Unlinking of(Connection connection, UUID person) throws SQLException {
    List<UUID> customers =
        Asked.rows(connection, Sql.CUSTOMERS_OF, row -> row.getObject("id", UUID.class), person);
    List<Edge> edges =
        Asked.rows(
            connection,
            Sql.PROOFS_OF,
            row ->
                new Edge(
                    row.getObject("customer", UUID.class), ByteBuffer.wrap(row.getBytes("hash"))),
            person);
    return new Unlinking(person, groups(customers, edges));
  }

  private static List<Set<UUID>> groups(List<UUID> customers, List<Edge> edges) {
    Map<UUID, List<ByteBuffer>> names = new HashMap<>();
    Map<ByteBuffer, List<UUID>> holders = new HashMap<>();
    for (Edge edge : edges) {
      names.computeIfAbsent(edge.customer(), any -> new ArrayList<>()).add(edge.name());
      holders.computeIfAbsent(edge.name(), any -> new ArrayList<>()).add(edge.customer());
    }
    List<Set<UUID>> groups = new ArrayList<>();
    Set<UUID> seen = new LinkedHashSet<>();
    for (UUID customer : customers) {
      if (seen.add(customer)) {
        Set<UUID> group = new LinkedHashSet<>(Set.of(customer));
        Deque<UUID> open = new ArrayDeque<>(List.of(customer));
        while (!open.isEmpty()) {
          for (ByteBuffer name : names.getOrDefault(open.remove(), List.of())) {
            for (UUID other : holders.getOrDefault(name, List.of())) {
              if (seen.add(other)) {
                group.add(other);
                open.add(other);
              }
            }
          }
        }
        groups.add(group);
      }
    }
    return groups;
  }

  void bringAbout(Connection connection) throws SQLException {
    for (Set<UUID> group : groups.stream().skip(1).toList()) {
      // Not one of theirs: the person that falls apart may have the name of any of them.
      UUID other = UUID.randomUUID();
      UUID[] customers = group.toArray(UUID[]::new);
      Asked.change(connection, Sql.PART_CUSTOMERS, other, customers);
      Asked.change(connection, Sql.PART_NAMES, other, customers);
    }
  }
}
