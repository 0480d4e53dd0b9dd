package cx.touchpoint.connector.conversation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns that wait: one lane per conversation, whose first turn is the only one that may run, and
 * the conversations served in the order in which they became ready. Whoever uses it holds a lock.
 */
final class Lanes {

  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<String> ready = new ArrayDeque<>();
  private int waiting;

  void add(Turn turn) {
    Lane lane = lanes.computeIfAbsent(turn.conversation(), _ -> new Lane());
    if (lane.turns.isEmpty() && !lane.running) {
      ready.add(turn.conversation());
    }
    lane.turns.add(turn);
    waiting++;
  }

  /** The turn that may run next; its conversation gets no other before {@link #finish}. */
  Optional<Turn> start() {
    String conversation = ready.poll();
    Lane lane = conversation == null ? null : lanes.get(conversation);
    if (lane == null) {
      return Optional.empty();
    }
    lane.running = true;
    waiting--;
    return Optional.of(lane.turns.remove());
  }

  /** The conversation's turn ended. */
  void finish(String conversation) {
    Lane lane = lanes.get(conversation);
    if (lane == null) {
      return;
    }
    lane.running = false;
    if (lane.turns.isEmpty()) {
      lanes.remove(conversation);
    } else {
      ready.add(conversation);
    }
  }

  /** Takes out every turn that does not run yet. */
  List<Turn> clear() {
    List<Turn> cleared = new ArrayList<>();
    for (Iterator<Lane> all = lanes.values().iterator(); all.hasNext(); ) {
      Lane lane = all.next();
      cleared.addAll(lane.turns);
      lane.turns.clear();
      if (!lane.running) {
        all.remove();
      }
    }
    ready.clear();
    waiting = 0;
    return cleared;
  }

  /** Turns that do not run yet. */
  int waiting() {
    return waiting;
  }

  /** Conversations whose next turn could run. */
  int ready() {
    return ready.size();
  }

  private static final class Lane {
    final Deque<Turn> turns = new ArrayDeque<>();
    boolean running;
  }
}
