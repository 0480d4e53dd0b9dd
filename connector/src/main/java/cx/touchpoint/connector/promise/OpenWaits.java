package cx.touchpoint.connector.promise;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The waits that are open, each findable by what is waited for and by its conversation. */
final class OpenWaits {

  private final Map<Subject, Wait> all = new LinkedHashMap<>();
  private final Map<String, Set<Wait>> byConversation = new HashMap<>();
  private final Set<Wait> settled = new LinkedHashSet<>();

  /**
   * @return false when one for the same thing is open already
   */
  boolean add(Wait wait) {
    if (all.putIfAbsent(wait.subject(), wait) != null) {
      return false;
    }
    byConversation.computeIfAbsent(wait.conversation(), _ -> new LinkedHashSet<>()).add(wait);
    noteIfSettled(wait);
    return true;
  }

  @Nullable Wait remove(Subject subject) {
    Wait wait = all.remove(subject);
    if (wait != null) {
      settled.remove(wait);
      byConversation.computeIfPresent(
          wait.conversation(),
          (_, waits) -> {
            waits.remove(wait);
            return waits.isEmpty() ? null : waits;
          });
    }
    return wait;
  }

  /** Call it when something about the wait was decided. */
  void noteIfSettled(Wait wait) {
    if (wait.isSettled() && all.get(wait.subject()) == wait) {
      settled.add(wait);
    }
  }

  /** In the order in which they began. */
  Collection<Wait> all() {
    return all.values();
  }

  List<Wait> of(String conversation) {
    return List.copyOf(byConversation.getOrDefault(conversation, Set.of()));
  }

  /** The one that was the first to have nothing left to decide, null when all still have. */
  @Nullable Wait firstSettled() {
    return first(settled);
  }

  @Nullable Wait oldest() {
    return first(all.values());
  }

  int size() {
    return all.size();
  }

  private static @Nullable Wait first(Collection<Wait> waits) {
    Iterator<Wait> each = waits.iterator();
    return each.hasNext() ? each.next() : null;
  }
}
