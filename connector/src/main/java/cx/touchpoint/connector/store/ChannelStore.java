package cx.touchpoint.connector.store;

import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/**
 * All that one replica does with one channel's part of a store.
 *
 * @param store the database
 * @param inbox takes messages in
 * @param turns who answers which, over all replicas
 * @param lateReplies takes in what responders say by themselves
 * @param transcript what was said
 * @param clock what was promised
 * @param lookout what other replicas did
 * @param retention what is forgotten
 */
public record ChannelStore(
    Store store,
    Inbox inbox,
    TurnQueue turns,
    LateReplies lateReplies,
    Transcript transcript,
    PromiseClock clock,
    Lookout lookout,
    Retention retention) {

  /**
   * @param channel name of the Channel
   * @param replica tells this process from every other
   * @param promises what is promised about messages that come from now on
   */
  public static ChannelStore of(
      Store store,
      History history,
      String channel,
      String replica,
      SecureRandom random,
      Supplier<List<Promise>> promises) {
    String name = history.namespace() + '/' + channel;
    Customers customers = new Customers(name, random);
    return new ChannelStore(
        store,
        new Inbox(store, name, replica, customers, random, promises),
        new TurnQueue(store, name, customers, random),
        new LateReplies(store, name, customers, random),
        new Transcript(store, name, customers),
        new PromiseClock(store, name, replica),
        new Lookout(store, Schema.nameOf(history.tenant()), name),
        new Retention(store, history.retentionDays()));
  }
}
