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
 * @param readMarks how far it was read
 * @param clock what was promised
 * @param people which customers are one person
 * @param records what is kept of one person
 * @param deadLetters what was given up
 * @param attachments files that were sent
 * @param lookout what other replicas did
 * @param retention what is forgotten
 * @param idleMatters what nobody says anything about any more
 */
public record ChannelStore(
    Store store,
    Inbox inbox,
    TurnQueue turns,
    LateReplies lateReplies,
    Transcript transcript,
    ReadMarks readMarks,
    PromiseClock clock,
    People people,
    CustomerRecords records,
    DeadLetters deadLetters,
    Attachments attachments,
    Lookout lookout,
    Retention retention,
    IdleMatters idleMatters) {

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
    People people = store.people(history.identityKeys(), random);
    Inbox inbox = new Inbox(store, name, replica, customers, people, random, promises);
    Matters matters = new Matters(customers, random, promises);
    return new ChannelStore(
        store,
        inbox,
        new TurnQueue(store, name, customers, matters, random),
        new LateReplies(store, name, customers, matters, random),
        new Transcript(store, name, customers, people),
        new ReadMarks(store, name, customers),
        new PromiseClock(store, name, replica),
        people,
        new CustomerRecords(store, people),
        new DeadLetters(store, name, inbox),
        new Attachments(store, name, customers, random),
        new Lookout(store, Schema.nameOf(history.tenant()), name, replica),
        new Retention(store, history.retentionDays()),
        new IdleMatters(store, name));
  }
}
