package cx.touchpoint.operator.overview;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.api.v1alpha1.Promised;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.measure.PromiseId;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where all promises stand, as the statuses of their objects say.
 *
 * @param rows worst first
 * @param remarks what a person has to look at
 * @param channels how many Channels there are
 */
public record Overview(List<Row> rows, List<Remark> remarks, int channels) {

  private static final String READY = "Ready";
  private static final String TARGETS_MET = "TargetsMet";

  public Overview {
    rows = List.copyOf(rows);
    remarks = List.copyOf(remarks);
  }

  /** What objects say of themselves. */
  public static Overview of(
      List<ResponseTimeTarget> targets,
      List<ServiceLevelObjective> objectives,
      List<Channel> channels) {
    Stream<Row> rows =
        Stream.concat(
            targets.stream().flatMap(Overview::rows), objectives.stream().flatMap(Overview::rows));
    var remarks = new ArrayList<Remark>();
    targets.forEach(it -> remark(it, conditions(it.getStatus()), remarks));
    objectives.forEach(it -> remark(it, conditions(it.getStatus()), remarks));
    channels.forEach(
        it ->
            remark(it, it.getStatus() == null ? List.of() : it.getStatus().conditions(), remarks));
    return new Overview(
        rows.sorted(Row.WORST_FIRST).toList(),
        remarks.stream().sorted(Remark.IN_ORDER).toList(),
        channels.size());
  }

  /** Whether any promise is broken, or will be if it goes on. */
  public boolean broken() {
    return rows.stream().anyMatch(Row::broken);
  }

  private static Stream<Row> rows(ResponseTimeTarget target) {
    // A spec that is not of the form we know is none; the remark says so.
    return target.getSpec() == null
        ? Stream.of()
        : target.getSpec().targets().stream()
            .flatMap(
                it ->
                    rows(
                        PromiseId.ofTarget(
                            namespace(target), target.getMetadata().getName(), it.name()),
                        it.objective(),
                        promised(target.getStatus(), it.name())));
  }

  private static Stream<Row> rows(ServiceLevelObjective objective) {
    String name = objective.getMetadata().getName();
    return objective.getSpec() == null
        ? Stream.of()
        : rows(
            PromiseId.ofObjective(namespace(objective), name),
            objective.getSpec().objective(),
            promised(objective.getStatus(), name));
  }

  private static Stream<Row> rows(PromiseId promise, String objective, Optional<Promised> said) {
    if (said.isEmpty()) {
      return Stream.of(row(promise, "", Promised.State.Unknown, null, objective, null));
    }
    Promised promised = said.get();
    String promisedShare = Objects.requireNonNullElse(promised.objective(), objective);
    return promised.worst().isEmpty()
        ? Stream.of(
            row(
                promise,
                "",
                promised.state(),
                promised.attainment(),
                promisedShare,
                promised.budgetRemaining()))
        : promised.worst().stream()
            .map(
                it ->
                    row(
                        promise,
                        it.channel(),
                        it.state(),
                        it.attainment(),
                        promisedShare,
                        it.budgetRemaining()));
  }

  private static Row row(
      PromiseId promise,
      String channel,
      Promised.@Nullable State state,
      @Nullable String attainment,
      String objective,
      @Nullable String budget) {
    return new Row(
        promise.namespace(),
        promise.slo(),
        channel,
        state,
        Objects.requireNonNullElse(attainment, ""),
        objective,
        Objects.requireNonNullElse(budget, ""));
  }

  private static Optional<Promised> promised(@Nullable PromiseStatus status, String name) {
    return status == null
        ? Optional.empty()
        : status.promises().stream().filter(it -> name.equals(it.name())).findFirst();
  }

  /** Ready should be there and hold. TargetsMet is looked at only where it cannot be told. */
  private static void remark(HasMetadata object, List<Condition> conditions, List<Remark> to) {
    Optional<Condition> ready = find(conditions, READY);
    if (ready.isEmpty()) {
      to.add(
          remark(
              object,
              READY,
              "Unknown",
              "",
              "the operator has not looked at it yet. Does it run, and watch this namespace?"));
    }
    ready.filter(it -> !it.getStatus().equals("True")).ifPresent(it -> to.add(remark(object, it)));
    find(conditions, TARGETS_MET)
        .filter(it -> it.getStatus().equals("Unknown"))
        .ifPresent(it -> to.add(remark(object, it)));
  }

  private static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream()
        .filter(it -> type.equals(it.getType()) && it.getStatus() != null)
        .findFirst();
  }

  private static Remark remark(HasMetadata object, Condition condition) {
    return remark(
        object,
        condition.getType(),
        condition.getStatus(),
        Objects.requireNonNullElse(condition.getReason(), ""),
        Objects.requireNonNullElse(condition.getMessage(), ""));
  }

  private static Remark remark(
      HasMetadata object, String condition, String status, String reason, String message) {
    return new Remark(
        object.getKind(),
        namespace(object),
        object.getMetadata().getName(),
        condition,
        status,
        reason,
        message);
  }

  private static List<Condition> conditions(@Nullable PromiseStatus status) {
    return status == null ? List.of() : status.conditions();
  }

  private static String namespace(HasMetadata object) {
    return Objects.requireNonNullElse(object.getMetadata().getNamespace(), "");
  }
}
