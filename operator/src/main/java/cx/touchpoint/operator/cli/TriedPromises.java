package cx.touchpoint.operator.cli;

import cx.touchpoint.api.v1alpha1.Durations;
import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.By;
import cx.touchpoint.api.v1alpha1.ResponseTimeTargetSpec.Target;
import cx.touchpoint.operator.backtest.Tried;
import cx.touchpoint.operator.cli.PromisePlans.Planned;
import cx.touchpoint.operator.measure.PromiseId;
import cx.touchpoint.operator.objective.Indicator;
import cx.touchpoint.operator.objective.Objective;
import cx.touchpoint.operator.validation.Checked;
import cx.touchpoint.operator.validation.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The promises of files that can be held against the past, and why others cannot. */
final class TriedPromises {

  private final List<Tried> all = new ArrayList<>();
  private final List<Finding> remarks = new ArrayList<>();

  private TriedPromises() {}

  /**
   * Finds them.
   *
   * @param objects what is in the files
   * @param cluster where Channels are that the files do not have
   * @throws UserError when nobody knows which Channels are meant
   */
  static TriedPromises of(List<Checked> objects, ClusterOptions cluster) {
    var promises = new TriedPromises();
    var channels = new MeantChannels(objects, cluster);
    promises.remarks.addAll(channels.remarks());
    new PromisePlans(channels.objects(), Set.of(), Optional.empty()).all().forEach(promises::add);
    return promises;
  }

  List<Tried> all() {
    return all;
  }

  /** What was taken for granted, and what cannot be tried. */
  List<Finding> remarks() {
    return remarks;
  }

  /** Whether all of them can be tried. */
  boolean isComplete() {
    return remarks.stream().noneMatch(it -> it.severity() == Finding.Severity.Error);
  }

  private void add(Planned planned) {
    planned
        .plan()
        .problems()
        .forEach(it -> remarks.add(planned.promise().error(it.field(), it.message())));
    planned.plan().objectives().forEach(it -> add(planned.promise(), it));
  }

  private void add(Checked promise, Objective objective) {
    if (!(objective.indicator() instanceof Indicator.Waits)) {
      all.add(new Tried(objective, Optional.empty()));
      return;
    }
    List<Target> targets = Plans.read(promise, ResponseTimeTarget.class).getSpec().targets();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      String slo =
          PromiseId.ofTarget(promise.namespace(), promise.document().name(), target.name()).slo();
      if (slo.equals(objective.slo())) {
        add(promise, objective, target, "spec.targets[" + i + "].by");
      }
    }
  }

  private void add(Checked promise, Objective objective, Target target, String by) {
    if (target.by() == null || target.by() == By.Any) {
      var wait = new Tried.Wait(target.phase(), Durations.parse(target.within()));
      all.add(new Tried(objective, Optional.of(wait)));
    } else {
      remarks.add(
          promise.error(
              by,
              "%s cannot be tried: how long customers waited for it is not counted apart. Leave it out to try the same of anybody's answers"
                  .formatted(target.by())));
    }
  }
}
