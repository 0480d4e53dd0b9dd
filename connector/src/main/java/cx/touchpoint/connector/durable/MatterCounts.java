package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Answer;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.metrics.PromiseResult;
import cx.touchpoint.connector.store.MatterChange;
import cx.touchpoint.connector.store.MatterStep;
import cx.touchpoint.connector.store.Said;
import java.util.List;

/** Counts what became of customers' matters. */
final class MatterCounts {

  private final ConnectorMetrics metrics;

  MatterCounts(ConnectorMetrics metrics) {
    this.metrics = metrics;
    metrics.matters(List.of(Answer.Author.Automated.name(), Answer.Author.Human.name()));
  }

  void count(MatterStep step, MatterChange change) {
    if (change.happened() && step instanceof MatterStep.HandOver) {
      metrics.handoffs(1);
    }
    change.settled().ifPresent(this::count);
  }

  /** Those that were settled because nothing was said any more. */
  void count(List<MatterChange.Settled> idle) {
    idle.forEach(this::count);
  }

  private void count(MatterChange.Settled settled) {
    metrics.resolution(settled.by().name(), settled.after());
    metrics.contained(settled.by() == Said.Author.Automated ? 1 : 0);
    settled.kept().forEach(it -> metrics.promise(it.target(), it.phase(), PromiseResult.KEPT, 1));
  }
}
