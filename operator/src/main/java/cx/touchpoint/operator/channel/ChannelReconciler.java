package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.channel.Classes.Resolution;
import cx.touchpoint.operator.condition.Conditions;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.Applier;
import cx.touchpoint.operator.kube.EventRecorder;
import cx.touchpoint.operator.kube.Refusal;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one Channel's objects to what its spec and class ask for, and says how far that got. */
@ControllerConfiguration(
    name = "channel",
    fieldManager = Applier.FIELD_MANAGER,
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
public final class ChannelReconciler implements Reconciler<Channel> {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelReconciler.class);

  /** A busy API server is no news; one that stays so is. */
  private static final int ATTEMPTS_UNTIL_TOLD = 3;

  private final ChannelSources sources;
  private final OperatorSettings settings;
  private final EventRecorder events;
  private final Clock clock;

  /** Reconciles with what these sources show. */
  public ChannelReconciler(
      ChannelSources sources, OperatorSettings settings, EventRecorder events, Clock clock) {
    this.sources = sources;
    this.settings = settings;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, Channel>> prepareEventSources(EventSourceContext<Channel> context) {
    return sources.open(context);
  }

  @Override
  public UpdateControl<Channel> reconcile(Channel channel, Context<Channel> context) {
    var served = sources.served(context);
    return switch (sources.classOf(channel)) {
      case Resolution.Found(var channelClass, var references) ->
          bringAbout(
              channel, new ChannelInputs(channelClass, settings, served), references, context);
      case Resolution.Missing(var verdict) ->
          report(
              channel, ChannelStatuses.unresolved(channel, verdict, sources.runs(channel), clock));
    };
  }

  private UpdateControl<Channel> bringAbout(
      Channel channel, ChannelInputs inputs, Verdict references, Context<Channel> context) {
    ChannelPlan plan = ChannelPlan.of(channel, inputs);
    sources.handOverReplicas(channel, plan);
    sources.applier().apply(channel, plan, context);
    Observed observed = sources.observe(channel, plan);
    return report(channel, ChannelStatuses.of(channel, inputs, references, plan, observed, clock));
  }

  private UpdateControl<Channel> report(Channel channel, ChannelStatus status) {
    if (status.equals(channel.getStatus())) {
      return UpdateControl.noUpdate();
    }
    return UpdateControl.patchStatus(withStatus(channel, status));
  }

  @Override
  public ErrorStatusUpdateControl<Channel> updateErrorStatus(
      Channel channel, Context<Channel> context, Exception failure) {
    // The metrics' timer wraps what we throw.
    Throwable thrown = failure instanceof OperatorException ? failure.getCause() : failure;
    if (!(thrown instanceof Refusal refusal)) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    boolean passing = refusal.reason() == Refusal.Reason.Unavailable;
    int attempts = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
    if (passing && attempts < ATTEMPTS_UNTIL_TOLD) {
      return ErrorStatusUpdateControl.defaultErrorProcessing();
    }
    String message = String.valueOf(refusal.getMessage());
    Verdict verdict =
        passing
            ? Verdict.unknown(refusal.reason().name(), message + ". It is tried again")
            : Verdict.no(refusal.reason().name(), message);
    ChannelStatus status = ChannelStatuses.refused(channel, verdict, clock);
    return status.equals(channel.getStatus())
        ? ErrorStatusUpdateControl.noStatusUpdate()
        : ErrorStatusUpdateControl.patchStatus(withStatus(channel, status));
  }

  /** Only name, namespace and status: a patch of the whole observed object would own its spec. */
  private Channel withStatus(Channel channel, ChannelStatus status) {
    tellOfTurn(channel, status);
    var fresh = new Channel();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(channel.getMetadata().getName())
            .withNamespace(channel.getMetadata().getNamespace())
            .build());
    fresh.setStatus(status);
    return fresh;
  }

  private void tellOfTurn(Channel channel, ChannelStatus status) {
    Condition former = channel.getStatus() == null ? null : ready(channel.getStatus());
    Condition now = ready(status);
    if (now != null
        && (former == null
            || !former.getStatus().equals(now.getStatus())
            || !former.getReason().equals(now.getReason()))) {
      LOG.info("Ready is {}, {}: {}", now.getStatus(), now.getReason(), now.getMessage());
      events.record(channel, now);
    }
  }

  private static @Nullable Condition ready(ChannelStatus status) {
    return Conditions.find(status.conditions(), ChannelStatuses.READY).orElse(null);
  }
}
