package cx.touchpoint.connector.durable;

import cx.touchpoint.connector.conversation.Part;
import cx.touchpoint.connector.store.ChannelStore;
import cx.touchpoint.connector.store.Said;
import cx.touchpoint.connector.store.StoreFailure;
import cx.touchpoint.connector.store.TurnQueue.Outgoing;
import cx.touchpoint.connector.store.TurnQueue.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A word to customers who wait because nobody is answered at all. Their messages are not given up:
 * the answer comes when somebody answers again.
 */
final class Apologies {

  /** About as long as a message is tried that fails by itself. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final int MOST_AT_ONCE = 100;

  private final ChannelStore store;
  private final TurnTaker.Bell bell;
  private volatile String sorry;

  Apologies(ChannelStore store, TurnTaker.Bell bell, String sorry) {
    this.store = store;
    this.bell = bell;
    this.sorry = sorry;
  }

  /** From now on this is what they hear. */
  void configure(String sorry) {
    this.sorry = sorry;
  }

  String words() {
    return sorry;
  }

  /** To those who have waited for so long and have not been told; once until they are answered. */
  void toWhoeverWaits() throws StoreFailure {
    for (Waiter waiter : store.turns().waitingLongerThan(PATIENCE, MOST_AT_ONCE)) {
      to(waiter);
    }
  }

  /** To one of them, unless they were told. */
  void to(Waiter waiter) throws StoreFailure {
    Outgoing words =
        new Outgoing(
            UUID.randomUUID().toString(),
            Said.Author.Automated,
            null,
            null,
            null,
            List.of(Part.text(sorry)));
    if (store.turns().apologise(waiter, words)) {
      bell.ring(waiter.name());
    }
  }
}
