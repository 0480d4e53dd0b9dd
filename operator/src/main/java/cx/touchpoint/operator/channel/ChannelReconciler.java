package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.Applier;
import cx.touchpoint.operator.kube.EventRecorder;
import cx.touchpoint.operator.kube.Failures;
import cx.touchpoint.operator.kube.StatusReports;
import cx.touchpoint.operator.measure.Said;
import cx.touchpoint.operator.measure.WriteRhythm;
import cx.touchpoint.operator.responsetime.OwnTarget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Brings one Channel's objects to what its spec and class ask for, and says how far that got. */
@ControllerConfiguration(name = "channel", fieldManager = Applier.FIELD_MANAGER)
public final class ChannelReconciler implements Reconciler<Channel> {

  private final ChannelSources sources;
  private final Function<String, Said> said;
  private final TargetFigures figures;
  private final OperatorSettings settings;
  private final StatusReports<Channel, ChannelStatus> reports;
  private final Failures<Channel, ChannelStatus> failures;
  private final Clock clock;

  /**
   * Reconciles with what these sources show.
   *
   * @param said what the Prometheus at an address is known to have said
   * @param rhythm how often figures are written
   */
  public ChannelReconciler(
      ChannelSources sources,
      Function<String, Said> said,
      WriteRhythm rhythm,
      OperatorSettings settings,
      EventRecorder events,
      Clock clock) {
    this.sources = sources;
    this.said = said;
    figures = new TargetFigures(said, rhythm, clock);
    this.settings = settings;
    reports = sources.reports(events);
    failures = new Failures<>(new FailureWords(sources, clock), reports);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Channel>> prepareEventSources(EventSourceContext<Channel> context) {
    return sources.open(context);
  }

  @Override
  public UpdateControl<Channel> reconcile(Channel channel, Context<Channel> context) {
    var served = sources.served(context);
    return switch (sources.referred(channel)) {
      case Referred.Complete(var channelClass, var history, var references) ->
          bringAbout(
              channel,
              new ChannelInputs(
                  channelClass,
                  history,
                  settings,
                  served,
                  sources.hosts().isTaken(channel, channelClass),
                  sources.promises(channel),
                  sources.answers(channel),
                  sources.serviceAddress(channel)),
              references,
              context);
      case Referred.Missing(var verdict) ->
          report(
              channel,
              ChannelStatuses.unresolved(channel, verdict, sources.lasting(channel), clock),
              Optional.empty(),
              context);
    };
  }

  private UpdateControl<Channel> bringAbout(
      Channel channel, ChannelInputs inputs, Verdict references, Context<Channel> context) {
    return switch (ChannelPlan.of(channel, inputs)) {
      case ConnectorPlan plan -> connect(channel, inputs, references, plan, context);
      case WebsitePlan plan -> probe(channel, inputs, references, plan, context);
    };
  }

  private UpdateControl<Channel> connect(
      Channel channel,
      ChannelInputs inputs,
      Verdict references,
      ConnectorPlan planned,
      Context<Channel> context) {
    // First of all: what follows would take a former Channel's connectors for this one's.
    sources.applier().refuseIfTaken(channel, planned.connector());
    ConnectorPlan plan = sources.rollouts().paced(channel, inputs.channelClass(), planned, context);
    sources.handOverReplicas(channel, plan);
    sources.applier().apply(channel, plan, context);
    Observed observed = sources.observe(channel, plan);
    TargetFigures.Told told = figures(channel, inputs);
    return report(
        channel,
        ChannelStatuses.of(
            channel,
            inputs,
            references,
            plan,
            observed,
            Strains.of(channel, plan, said),
            told.figures(),
            clock),
        told.lookAgain(),
        context);
  }

  private TargetFigures.Told figures(Channel channel, ChannelInputs inputs) {
    return figures.of(
        channel,
        Optional.ofNullable(Monitoring.ofClass(inputs).prometheus()).map(it -> it.url()),
        OwnTarget.of(channel, sources.neighbouring(channel)));
  }

  private UpdateControl<Channel> probe(
      Channel channel,
      ChannelInputs inputs,
      Verdict references,
      WebsitePlan plan,
      Context<Channel> context) {
    sources.forgetConnectors(channel);
    sources.applier().apply(channel, plan, context);
    TargetFigures.Told told = figures(channel, inputs);
    return report(
        channel,
        ChannelStatuses.of(channel, inputs, references, plan, told.figures(), clock),
        told.lookAgain(),
        context);
  }

  @Override
  public ErrorStatusUpdateControl<Channel> updateErrorStatus(
      Channel channel, Context<Channel> context, Exception failure) {
    return failures.report(channel, context, failure);
  }

  /**
   * Writes the status and remembers it: what we write of a Channel's objects comes back as news of
   * them, often before the watch has told us of its status, and would be told a second time.
   */
  private UpdateControl<Channel> report(
      Channel channel,
      ChannelStatus status,
      Optional<Duration> lookAgain,
      Context<Channel> context) {
    reports.due(channel, status).ifPresent(it -> reports.write(channel, it, context));
    UpdateControl<Channel> done = UpdateControl.noUpdate();
    return lookAgain.map(done::rescheduleAfter).orElse(done);
  }
}
