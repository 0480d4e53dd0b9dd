package cx.touchpoint.operator.kube;

import cx.touchpoint.operator.condition.Verdict;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.util.Optional;

/**
 * What is said of an object whose reconcile threw, and whether it is tried again.
 *
 * @param <P> a kind of ours
 * @param <S> its status
 */
public final class Failures<P extends CustomResource<?, S>, S> {

  /** A busy API server is no news; one that stays so is. */
  private static final int ATTEMPTS_UNTIL_TOLD = 3;

  private final Words<P, S> words;
  private final StatusReports<P, S> reports;

  /**
   * In which words a kind tells of failures.
   *
   * @param <P> the kind
   * @param <S> its status
   */
  public interface Words<P, S> {

    /** The status of an object whose objects the API server does not take. */
    S refused(P object, Verdict refusal);

    /** What is wrong with the object as it is stored, if anything is. */
    Optional<Verdict> malformation(P object);

    /** The status of an object that cannot be planned for that. */
    S malformed(P object, Verdict malformation);
  }

  /** Tells of failures in these words. */
  public Failures(Words<P, S> words, StatusReports<P, S> reports) {
    this.words = words;
    this.reports = reports;
  }

  /** What to write of it, and whether to try again. */
  public ErrorStatusUpdateControl<P> report(P object, Context<P> context, Exception failure) {
    // The metrics' timer wraps what we throw.
    Throwable thrown = failure instanceof OperatorException ? failure.getCause() : failure;
    return switch (thrown) {
      case Refusal refusal -> refused(object, context, refusal);
      case KubernetesClientException e -> ErrorStatusUpdateControl.defaultErrorProcessing();
      case null, default ->
          words
              .malformation(object)
              .map(it -> malformed(object, it))
              .orElseGet(ErrorStatusUpdateControl::defaultErrorProcessing);
    };
  }

  private ErrorStatusUpdateControl<P> refused(P object, Context<P> context, Refusal refusal) {
    if (refusal.isOfEndingNamespace()) {
      return ErrorStatusUpdateControl.<P>noStatusUpdate().withNoRetry();
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
    return patch(reports.due(object, words.refused(object, verdict)));
  }

  /** Trying again mends no stored object; whoever mends it wakes us. */
  private ErrorStatusUpdateControl<P> malformed(P object, Verdict verdict) {
    S status = words.malformed(object, verdict);
    if (verdict.reason().equals(Malformations.REASON)) {
      reports.reportMalformed(object, status);
      return ErrorStatusUpdateControl.<P>noStatusUpdate().withNoRetry();
    }
    return patch(reports.due(object, status)).withNoRetry();
  }

  private ErrorStatusUpdateControl<P> patch(Optional<P> status) {
    return status
        .map(ErrorStatusUpdateControl::patchStatus)
        .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
  }
}
