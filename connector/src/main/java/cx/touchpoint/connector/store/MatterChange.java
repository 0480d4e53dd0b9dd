package cx.touchpoint.connector.store;

import cx.touchpoint.connector.store.TurnQueue.Promised;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a step changed.
 *
 * @param happened false when it was so already
 * @param settled what was settled by it, empty for every other step
 */
public record MatterChange(boolean happened, Optional<Settled> settled) {

  static MatterChange of(boolean happened) {
    return new MatterChange(happened, Optional.empty());
  }

  /**
   * A matter that is settled.
   *
   * @param by people, when they had it or say so themselves
   * @param after from the message it began with
   * @param kept the promises it keeps
   */
  public record Settled(Said.Author by, Duration after, List<Promised> kept) {}
}
