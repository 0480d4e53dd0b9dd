package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.api.v1alpha1.Promised;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.Standing;
import cx.touchpoint.operator.measure.WriteRhythm;
import cx.touchpoint.operator.measure.WriteRhythm.Decision;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a promise. {@code Ready} tells whether its rules are written, {@code
 * TargetsMet} whether it is kept: one that is broken must not stop the rollout that mends it.
 */
public final class PromiseStatuses {

  static final String READY = "Ready";
  static final String RECONCILING = "Reconciling";
  static final String STALLED = "Stalled";

  /** Whether every promise is kept, as Prometheus last said. */
  static final String TARGETS_MET = "TargetsMet";

  /** More was broken than was allowed; its transition tells since when. */
  static final String BUDGET_EXHAUSTED = "BudgetExhausted";

  /**
   * What to write.
   *
   * @param lookAgain when newer figures may be written; empty when there are none
   */
  record Told(PromiseStatus status, Optional<Duration> lookAgain) {}

  private PromiseStatuses() {}

  /**
   * The status of a promise whose plan is written.
   *
   * @param notes further conditions, by type; they do not hold a promise up
   * @param said what Prometheus says
   */
  static Told of(
      CustomResource<?, PromiseStatus> promise,
      PromisePlan plan,
      List<Note> notes,
      Said said,
      WriteRhythm rhythm,
      Clock clock) {
    PromiseStatus former = promise.getStatus();
    Long generation = promise.getMetadata().getGeneration();
    Figures now = Figures.of(plan, said, promise.getMetadata().getNamespace());
    Decision decision = decide(former, generation, now, rhythm, clock);
    boolean keep = !(decision instanceof Decision.Write) && former != null;

    Conditions conditions = begin(promise, ready(plan), clock);
    if (keep) {
      conditions.keep(TARGETS_MET, BUDGET_EXHAUSTED);
    } else {
      now.met().ifPresent(it -> conditions.add(TARGETS_MET, it));
      now.exhausted().ifPresent(it -> conditions.add(BUDGET_EXHAUSTED, it));
    }
    notes.forEach(it -> conditions.add(it.type(), it.verdict()));
    PromiseStatus status =
        keep
            ? new PromiseStatus(
                generation,
                plan.channels(),
                former.attainment(),
                former.budgetRemaining(),
                former.promises(),
                former.measuredAt(),
                conditions.list())
            : now.status(generation, plan, measuredAt(now, said, clock), conditions.list());
    return new Told(
        status,
        decision instanceof Decision.LookAgain(Duration in) ? Optional.of(in) : Optional.empty());
  }

  /**
   * A further condition.
   *
   * @param type its type
   */
  public record Note(String type, Verdict verdict) {}

  /** The status of a promise that could not be brought about. What was measured stays. */
  static PromiseStatus failed(
      CustomResource<?, PromiseStatus> promise, Verdict failure, Clock clock) {
    PromiseStatus former =
        Objects.requireNonNullElse(
            promise.getStatus(),
            new PromiseStatus(null, null, null, null, List.of(), null, List.of()));
    return new PromiseStatus(
        promise.getMetadata().getGeneration(),
        former.channels(),
        former.attainment(),
        former.budgetRemaining(),
        former.promises(),
        former.measuredAt(),
        begin(promise, failure, clock).keep(TARGETS_MET, BUDGET_EXHAUSTED).list());
  }

  private static Decision decide(
      @Nullable PromiseStatus former,
      Long generation,
      Figures now,
      WriteRhythm rhythm,
      Clock clock) {
    if (former == null || !generation.equals(former.observedGeneration())) {
      return new Decision.Write();
    }
    return rhythm.decide(Figures.of(former), now, instant(former.measuredAt()), clock.instant());
  }

  /** That nothing is known yet is no figure: the first one does not wait for it. */
  private static @Nullable String measuredAt(Figures figures, Said said, Clock clock) {
    return !(said instanceof Said.Silent)
            && figures.promises().stream().allMatch(it -> it.state() == Promised.State.Unknown)
        ? null
        : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null; // somebody's hand; then it was never written
    }
  }

  private static Verdict ready(PromisePlan plan) {
    if (!plan.problems().isEmpty()) {
      var first = plan.problems().getFirst();
      int more = plan.problems().size() - 1;
      return Verdict.no(
          "NotMeasurable",
          first.field() + ": " + first.message() + (more == 0 ? "" : " (and " + more + " more)"));
    }
    var first = plan.objects().getFirst();
    return Verdict.yes(
        "RulesWritten",
        "%d rules for %d Channels in %s %s%s"
            .formatted(
                plan.rules(),
                plan.channels(),
                first.getKind(),
                first.getMetadata().getName(),
                first.getKind().equals("ConfigMap")
                    ? ", since the Prometheus Operator is not installed here: docs/monitoring.md says how they get to Prometheus"
                    : ""));
  }

  private static Conditions begin(
      CustomResource<?, PromiseStatus> promise, Verdict ready, Clock clock) {
    List<Condition> former =
        promise.getStatus() == null ? List.of() : promise.getStatus().conditions();
    var conditions =
        new Conditions(former, promise.getMetadata().getGeneration(), clock).add(READY, ready);
    return switch (ready.status()) {
      case True -> conditions;
      case Unknown -> conditions.add(RECONCILING, Verdict.yes(ready.reason(), ready.message()));
      case False -> conditions.add(STALLED, Verdict.yes(ready.reason(), ready.message()));
    };
  }

  /** What of a status comes from Prometheus. */
  private record Figures(
      List<Promised> promises, Optional<Verdict> met, Optional<Verdict> exhausted) {

    static Figures of(PromisePlan plan, Said said, String namespace) {
      List<Promised> promises = Promises.of(plan, said, namespace);
      return new Figures(promises, Met.of(plan, promises, said), Met.exhausted(promises));
    }

    static Figures of(PromiseStatus status) {
      return new Figures(
          status.promises(),
          Conditions.find(status.conditions(), TARGETS_MET).map(Verdict::of),
          Conditions.find(status.conditions(), BUDGET_EXHAUSTED).map(Verdict::of));
    }

    PromiseStatus status(
        Long generation, PromisePlan plan, @Nullable String at, List<Condition> conditions) {
      Optional<Promised> worst = Standing.worst(promises);
      return new PromiseStatus(
          generation,
          plan.channels(),
          worst.map(Promised::attainment).orElse(null),
          worst.map(Promised::budgetRemaining).orElse(null),
          promises,
          at,
          conditions);
    }
  }
}
