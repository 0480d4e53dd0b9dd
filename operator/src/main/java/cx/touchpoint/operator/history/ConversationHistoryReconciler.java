package cx.touchpoint.operator.history;

import cx.touchpoint.api.v1alpha1.ConversationHistory;
import cx.touchpoint.api.v1alpha1.ConversationHistoryStatus;
import cx.touchpoint.operator.condition.Verdict;
import cx.touchpoint.operator.kube.Applier;
import cx.touchpoint.operator.kube.EventRecorder;
import cx.touchpoint.operator.kube.Failures;
import cx.touchpoint.operator.kube.Malformations;
import cx.touchpoint.operator.kube.StatusReports;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says of one history how it goes with the Channels that name it. It owns nothing: connectors make
 * and mend what is in the database.
 */
@ControllerConfiguration(name = "conversation-history", fieldManager = Applier.FIELD_MANAGER)
public final class ConversationHistoryReconciler implements Reconciler<ConversationHistory> {

  private final HistoryWatch watch;
  private final StatusReports<ConversationHistory, ConversationHistoryStatus> reports;
  private final Failures<ConversationHistory, ConversationHistoryStatus> failures;
  private final Clock clock;

  /** Reads and writes through this client. */
  public ConversationHistoryReconciler(KubernetesClient client, EventRecorder events, Clock clock) {
    this.clock = clock;
    watch = new HistoryWatch(client);
    reports =
        new StatusReports<>(
            client, ConversationHistory::new, ConversationHistoryStatus::conditions, events);
    failures = new Failures<>(new Words(new Malformations(client)), reports);
  }

  @Override
  public List<EventSource<?, ConversationHistory>> prepareEventSources(
      EventSourceContext<ConversationHistory> context) {
    return watch.open(context);
  }

  @Override
  public UpdateControl<ConversationHistory> reconcile(
      ConversationHistory history, Context<ConversationHistory> context) {
    // One without is told as malformed, by the failure.
    Objects.requireNonNull(history.getSpec(), "its spec could not be read");
    ConversationHistoryStatus status =
        HistoryStatuses.of(history, watch.channelsOf(history), clock);
    reports.due(history, status).ifPresent(it -> reports.write(history, it, context));
    return UpdateControl.noUpdate();
  }

  @Override
  public ErrorStatusUpdateControl<ConversationHistory> updateErrorStatus(
      ConversationHistory history, Context<ConversationHistory> context, Exception failure) {
    return failures.report(history, context, failure);
  }

  private final class Words
      implements Failures.Words<ConversationHistory, ConversationHistoryStatus> {

    private final Malformations malformations;

    Words(Malformations malformations) {
      this.malformations = malformations;
    }

    @Override
    public ConversationHistoryStatus refused(ConversationHistory history, Verdict refusal) {
      return HistoryStatuses.malformed(history, refusal, clock);
    }

    @Override
    public Optional<Verdict> malformation(ConversationHistory history) {
      return malformations.of(history);
    }

    @Override
    public ConversationHistoryStatus malformed(ConversationHistory history, Verdict malformation) {
      return HistoryStatuses.malformed(history, malformation, clock);
    }
  }
}
