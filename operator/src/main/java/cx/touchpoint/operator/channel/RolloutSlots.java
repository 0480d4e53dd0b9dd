package cx.touchpoint.operator.channel;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How many Channels of each class replace their connectors at the same time because of their class
 * or the operator. Who holds a slot is written on its Deployment, so that a new leader counts on.
 */
final class RolloutSlots {

  private static final class OfClass {
    private final Set<ResourceID> holders = new HashSet<>();
    private final Set<ResourceID> waiting = new LinkedHashSet<>();
    private int most = Integer.MAX_VALUE;
  }

  private final Map<String, OfClass> classes = new HashMap<>();

  /** Notes that a Channel holds a slot of its class, as its Deployment shows. */
  synchronized void hold(String channelClass, ResourceID id) {
    OfClass slots = ofClass(channelClass);
    slots.holders.add(id);
    slots.waiting.remove(id);
  }

  /** Takes a slot if there is one; otherwise the Channel waits for one. */
  synchronized boolean take(String channelClass, int most, ResourceID id) {
    OfClass slots = ofClass(channelClass);
    slots.most = most;
    if (slots.holders.contains(id) || slots.holders.size() < most) {
      hold(channelClass, id);
      return true;
    }
    slots.waiting.add(id);
    return false;
  }

  /** A Channel that neither holds a slot nor wants one any more. */
  synchronized void leave(ResourceID id) {
    classes
        .values()
        .forEach(
            it -> {
              it.holders.remove(id);
              it.waiting.remove(id);
            });
  }

  /** Gives a slot back, without leaving the queue; says whether there was one to give. */
  synchronized boolean release(ResourceID id) {
    boolean held = false;
    for (OfClass slots : classes.values()) {
      held |= slots.holders.remove(id);
    }
    return held;
  }

  /** Wakes as many of those who wait as there are free slots. */
  void wake(Predicate<ResourceID> exists, Consumer<ResourceID> nudge) {
    Set<ResourceID> due = new LinkedHashSet<>();
    synchronized (this) {
      for (OfClass slots : classes.values()) {
        if (!slots.waiting.isEmpty()) {
          slots.holders.removeIf(exists.negate());
          slots.waiting.removeIf(exists.negate());
          slots.waiting.stream()
              .limit(Math.max(0, slots.most - slots.holders.size()))
              .forEach(due::add);
        }
      }
    }
    due.forEach(nudge);
  }

  private OfClass ofClass(String channelClass) {
    return classes.computeIfAbsent(channelClass, key -> new OfClass());
  }
}
