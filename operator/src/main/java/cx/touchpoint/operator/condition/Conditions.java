package cx.touchpoint.operator.condition;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of one status while it is being written. A condition whose status stays keeps the
 * time of its last transition, so an unchanged object gets an unchanged status.
 */
public final class Conditions {

  /** The longest message Kubernetes' own Condition type allows, in characters. */
  private static final int LONGEST_MESSAGE = 32768;

  private final List<Condition> former;
  private final long generation;
  private final Clock clock;
  private final List<Condition> now = new ArrayList<>();

  /** Begins the conditions that follow the former ones, for one generation of the spec. */
  public Conditions(List<Condition> former, long generation, Clock clock) {
    this.former = List.copyOf(former);
    this.generation = generation;
    this.clock = clock;
  }

  /** Adds a condition. Types that are not added again disappear. */
  public Conditions add(String type, Verdict verdict) {
    String status = verdict.status().name();
    String message = verdict.message();
    now.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(verdict.reason())
            .withMessage(
                message.length() <= LONGEST_MESSAGE
                    ? message
                    : message.substring(0, LONGEST_MESSAGE))
            .withObservedGeneration(generation)
            .withLastTransitionTime(
                find(former, type)
                    .filter(it -> it.getStatus().equals(status))
                    .map(Condition::getLastTransitionTime)
                    .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()))
            .build());
    return this;
  }

  /** Adds former conditions as they were, because nothing new is known of them. */
  public Conditions keep(String... types) {
    for (String type : types) {
      find(former, type).ifPresent(now::add);
    }
    return this;
  }

  /** The conditions in the order they were added. */
  public List<Condition> list() {
    return List.copyOf(now);
  }

  /** A condition of a list, by type. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(it -> it.getType().equals(type)).findFirst();
  }
}
