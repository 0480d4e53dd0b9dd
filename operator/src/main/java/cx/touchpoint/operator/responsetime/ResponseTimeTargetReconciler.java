package cx.touchpoint.operator.responsetime;

import cx.touchpoint.api.v1alpha1.ResponseTimeTarget;
import cx.touchpoint.operator.kube.Applier;
import cx.touchpoint.operator.objective.PromiseControl;
import cx.touchpoint.operator.objective.PromiseInputs;
import cx.touchpoint.operator.objective.PromiseStatuses.Note;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.stream.Stream;

/** Brings one target's rules to what its spec and Channels ask for, and says how it stands. */
@ControllerConfiguration(name = "response-time-target", fieldManager = Applier.FIELD_MANAGER)
public final class ResponseTimeTargetReconciler implements Reconciler<ResponseTimeTarget> {

  private final PromiseControl<ResponseTimeTarget> control;

  /** Reconciles by this control. */
  public ResponseTimeTargetReconciler(PromiseControl<ResponseTimeTarget> control) {
    this.control = control;
  }

  @Override
  public List<EventSource<?, ResponseTimeTarget>> prepareEventSources(
      EventSourceContext<ResponseTimeTarget> context) {
    return control.watch().open(context);
  }

  @Override
  public UpdateControl<ResponseTimeTarget> reconcile(
      ResponseTimeTarget target, Context<ResponseTimeTarget> context) {
    PromiseInputs inputs = control.watch().inputs(target, target.getSpec().channels(), context);
    return control.bringAbout(
        target, ResponseTimePlan.of(target, inputs), notes(target, inputs), context);
  }

  /** What does not stop a promise, and its author should know. */
  private List<Note> notes(ResponseTimeTarget target, PromiseInputs inputs) {
    return Stream.of(
            Overlaps.of(target, control.watch().others(target), inputs),
            Reachability.of(target, inputs))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public ErrorStatusUpdateControl<ResponseTimeTarget> updateErrorStatus(
      ResponseTimeTarget target, Context<ResponseTimeTarget> context, Exception failure) {
    return control.report(target, context, failure);
  }
}
