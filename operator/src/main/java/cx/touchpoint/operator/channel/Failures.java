package cx.touchpoint.operator.channel;

import cx.touchpoint.api.v1alpha1.Channel;
import cx.touchpoint.api.v1alpha1.ChannelStatus;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.time.Clock;
import java.util.Optional;

/** What is said of a Channel whose reconcile threw, and whether it is tried again. */
final class Failures {

  /** A busy API server is no news; one that stays so is. */
  private static final int ATTEMPTS_UNTIL_TOLD = 3;

  private final ChannelSources sources;
  private final StatusReports reports;
  private final Clock clock;

  Failures(ChannelSources sources, StatusReports reports, Clock clock) {
    this.sources = sources;
    this.reports = reports;
    this.clock = clock;
  }

  ErrorStatusUpdateControl<Channel> report(
      Channel channel, Context<Channel> context, Exception failure) {
    // The metrics' timer wraps what we throw.
    Throwable thrown = failure instanceof OperatorException ? failure.getCause() : failure;
    return switch (thrown) {
      case Refusal refusal -> refused(channel, context, refusal);
      case KubernetesClientException e -> ErrorStatusUpdateControl.defaultErrorProcessing();
      case null, default ->
          sources
              .malformations()
              .of(channel, sources::classOf)
              .map(it -> malformed(channel, it))
              .orElseGet(ErrorStatusUpdateControl::defaultErrorProcessing);
    };
  }

  private ErrorStatusUpdateControl<Channel> refused(
      Channel channel, Context<Channel> context, Refusal refusal) {
    if (refusal.isOfEndingNamespace()) {
      return ErrorStatusUpdateControl.<Channel>noStatusUpdate().withNoRetry();
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
    return patch(reports.due(channel, ChannelStatuses.refused(channel, verdict, clock)));
  }

  /** Trying again mends no stored object; whoever mends it wakes us. */
  private ErrorStatusUpdateControl<Channel> malformed(Channel channel, Verdict verdict) {
    ChannelStatus status =
        ChannelStatuses.unresolved(channel, verdict, sources.runs(channel), clock);
    if (verdict.reason().equals(Malformations.REASON)) {
      reports.reportMalformed(channel, status);
      return ErrorStatusUpdateControl.<Channel>noStatusUpdate().withNoRetry();
    }
    return patch(reports.due(channel, status)).withNoRetry();
  }

  private static ErrorStatusUpdateControl<Channel> patch(Optional<Channel> status) {
    return status
        .map(ErrorStatusUpdateControl::patchStatus)
        .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
  }
}
