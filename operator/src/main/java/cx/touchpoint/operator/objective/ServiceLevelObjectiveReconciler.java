package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.ServiceLevelObjective;
import cx.touchpoint.operator.kube.Applier;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Brings one objective's rules to what its spec and Channels ask for, and says how it stands. */
@ControllerConfiguration(name = "service-level-objective", fieldManager = Applier.FIELD_MANAGER)
public final class ServiceLevelObjectiveReconciler implements Reconciler<ServiceLevelObjective> {

  private final PromiseControl<ServiceLevelObjective> control;

  /** Reconciles by this control. */
  public ServiceLevelObjectiveReconciler(PromiseControl<ServiceLevelObjective> control) {
    this.control = control;
  }

  @Override
  public List<EventSource<?, ServiceLevelObjective>> prepareEventSources(
      EventSourceContext<ServiceLevelObjective> context) {
    return control.watch().open(context);
  }

  @Override
  public UpdateControl<ServiceLevelObjective> reconcile(
      ServiceLevelObjective objective, Context<ServiceLevelObjective> context) {
    PromiseInputs inputs =
        control.watch().inputs(objective, objective.getSpec().channels(), context);
    return control.bringAbout(
        objective, ServiceLevelPlan.of(objective, inputs), List.of(), context);
  }

  @Override
  public ErrorStatusUpdateControl<ServiceLevelObjective> updateErrorStatus(
      ServiceLevelObjective objective, Context<ServiceLevelObjective> context, Exception failure) {
    return control.report(objective, context, failure);
  }
}
