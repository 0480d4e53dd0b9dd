package cx.touchpoint.operator.objective;

import cx.touchpoint.api.v1alpha1.PromiseStatus;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.EventRecorder;
import cx.touchpoint.operator.kube.Failures;
import cx.touchpoint.operator.kube.Malformations;
import cx.touchpoint.operator.kube.StatusReports;
import cx.touchpoint.operator.measure.Measurements;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.WriteRhythm;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings the plans of one kind of promise about, and says how far that got and how they stand.
 *
 * @param <P> the kind
 */
public final class PromiseControl<P extends CustomResource<?, PromiseStatus>> {

  private final PromiseWatch<P> watch;
  private final Measurements measurements;
  private final WriteRhythm rhythm;
  private final StatusReports<P, PromiseStatus> reports;
  private final Failures<P, PromiseStatus> failures;
  private final Clock clock;

  /**
   * Controls one kind.
   *
   * @param empty makes an object of the kind with nothing in it
   * @param rhythm how often figures are written
   */
  public PromiseControl(
      PromiseWatch<P> watch,
      Supplier<P> empty,
      Measurements measurements,
      WriteRhythm rhythm,
      KubernetesClient client,
      EventRecorder events,
      Clock clock) {
    this.watch = watch;
    this.measurements = measurements;
    this.rhythm = rhythm;
    this.clock = clock;
    reports = new StatusReports<>(client, empty, PromiseStatus::conditions, events);
    failures = new Failures<>(new Words(new Malformations(client)), reports);
  }

  /** What is watched. */
  public PromiseWatch<P> watch() {
    return watch;
  }

  /** Writes what a promise becomes, and its status. */
  public UpdateControl<P> bringAbout(
      P promise, PromisePlan plan, List<PromiseStatuses.Note> notes, Context<P> context) {
    watch.applier().apply(promise, plan, context);
    Said said = plan.prometheus().map(measurements::said).orElseGet(Said.Nothing::new);
    PromiseStatuses.Told told = PromiseStatuses.of(promise, plan, notes, said, rhythm, clock);
    reports.due(promise, told.status()).ifPresent(it -> reports.write(promise, it, context));
    UpdateControl<P> done = UpdateControl.noUpdate();
    return told.lookAgain().map(done::rescheduleAfter).orElse(done);
  }

  /** What is said of a promise whose reconcile threw. */
  public ErrorStatusUpdateControl<P> report(P promise, Context<P> context, Exception failure) {
    return failures.report(promise, context, failure);
  }

  private final class Words implements Failures.Words<P, PromiseStatus> {

    private final Malformations malformations;

    Words(Malformations malformations) {
      this.malformations = malformations;
    }

    @Override
    public PromiseStatus refused(P promise, Verdict refusal) {
      return PromiseStatuses.failed(promise, refusal, clock);
    }

    @Override
    public Optional<Verdict> malformation(P promise) {
      return malformations.of(promise);
    }

    @Override
    public PromiseStatus malformed(P promise, Verdict malformation) {
      return PromiseStatuses.failed(
          promise,
          watch.hasRules(promise)
              ? new Verdict(
                  malformation.status(),
                  malformation.reason(),
                  malformation.message() + "; its rules stay as they were")
              : malformation,
          clock);
    }
  }
}
