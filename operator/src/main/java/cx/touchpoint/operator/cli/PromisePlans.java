package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelClass;
import cx.touchpoint.api.v1alpha1.ChannelSelection;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.kube.OptionalApi;
import cx.touchpoint.operator.objective.Pace;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromisePlan;
import cx.touchpoint.operator.objective.PromiseSettings;
import cx.touchpoint.operator.objective.ServiceLevelPlan;
import cx.touchpoint.operator.reference.Chosen;
import cx.touchpoint.operator.responsetime.ResponseTimePlan;
import cx.touchpoint.operator.validation.Checked;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans promises found in files by the same code as the controllers. */
final class PromisePlans {

  private final List<Checked> objects;
  private final Set<OptionalApi> served;
  private final Optional<String> runbooks;

  /**
   * Plans what is among these objects.
   *
   * @param runbooks where the pages lie that say what to do
   */
  PromisePlans(List<Checked> objects, Set<OptionalApi> served, Optional<String> runbooks) {
    this.objects = objects;
    this.served = served;
    this.runbooks = runbooks;
  }

  /** One promise and what it becomes. */
  record Planned(Checked promise, PromisePlan plan) {}

  /** Every promise among them, in their order. */
  List<Planned> all() {
    return objects.stream()
        .filter(Checked::accepted)
        .flatMap(it -> plan(it).map(plan -> new Planned(it, plan)).stream())
        .toList();
  }

  private Optional<PromisePlan> plan(Checked promise) {
    return switch (promise.kind()) {
      case "ResponseTimeTarget" -> {
        var target = Plans.read(promise, ResponseTimeTarget.class);
        target.getMetadata().setNamespace(promise.namespace());
        yield Optional.of(
            ResponseTimePlan.of(target, inputs(promise, target.getSpec().channels())));
      }
      case "ServiceLevelObjective" -> {
        var objective = Plans.read(promise, ServiceLevelObjective.class);
        objective.getMetadata().setNamespace(promise.namespace());
        yield Optional.of(
            ServiceLevelPlan.of(objective, inputs(promise, objective.getSpec().channels())));
      }
      default -> Optional.empty();
    };
  }

  /** The first class says how it is watched; a promise without Channels goes by the default one. */
  private PromiseInputs inputs(Checked promise, @Nullable ChannelSelection selection) {
    List<Checked> ofNamespace =
        Plans.channels(objects).stream()
            .filter(it -> it.namespace().equals(promise.namespace()))
            .toList();
    List<Channel> chosen =
        selection == null
            ? List.of()
            : Chosen.of(selection, ofNamespace.stream().map(Plans::read).toList());
    var classes = new TreeMap<String, ChannelClass>();
    ofNamespace.stream()
        .filter(
            it ->
                chosen.stream()
                    .anyMatch(one -> one.getMetadata().getName().equals(it.document().name())))
        .flatMap(it -> Plans.classOf(it, objects).stream())
        .forEach(it -> classes.put(it.document().name(), Plans.read(it, ChannelClass.class)));
    if (classes.isEmpty()) {
      Plans.defaultClass(objects)
          .ifPresent(it -> classes.put("", Plans.read(it, ChannelClass.class)));
    }
    return new PromiseInputs(
        chosen, List.copyOf(classes.values()), served, new PromiseSettings(Pace.NORMAL, runbooks));
  }
}
