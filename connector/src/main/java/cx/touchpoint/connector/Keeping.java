package cx.touchpoint.connector;

import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorConfiguration.Promise;
import cx.touchpoint.api.connector.ConnectorConfiguration.Type;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.connector.attachment.CarriedFiles;
import cx.touchpoint.connector.attachment.Limits;
import cx.touchpoint.connector.conversation.Responder;
import cx.touchpoint.connector.conversation.Ticks;
import cx.touchpoint.connector.durable.DurableConversations;
import cx.touchpoint.connector.metrics.ConnectorMetrics;
import cx.touchpoint.connector.store.ChannelStore;
import cx.touchpoint.connector.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The keeping of a channel's messages in a database, from the start of the process to its end.
 *
 * @param conversations what is done with them
 * @param store where they lie, and how long
 * @param byAccount whether accounts have one conversation on all of their devices
 * @param look looks again and again whether anything can be kept there
 */
record Keeping(
    DurableConversations conversations, ChannelStore store, boolean byAccount, Thread look) {

  private static final String SORRY =
      "Sorry, something went wrong and nobody could answer this message.";
  private static final String NOBODY_IS_RECOGNISED =
      "Customers are not recognised: the history's Secret has no usable key identityKey. Add 32 or more random bytes in base64.";
  private static final String DEVICES_ARE_APART =
      "Each device of a customer has a conversation of its own: the history's Secret has no usable key identityKey. Add 32 or more random bytes in base64.";
  private static final long LOOK_MILLIS = 3_000;

  static Keeping of(
      ConnectorConfiguration configuration,
      History history,
      Path secret,
      Responder responder,
      ExecutorService executor,
      Ticks ticks,
      RandomGenerator random,
      ConnectorMetrics metrics,
      Supplier<Optional<Limits>> attachments) {
    AtomicReference<List<Promise>> promises = new AtomicReference<>(configuration.promises());
    Store database = new Store(secret, history);
    ChannelStore store =
        ChannelStore.of(
            database,
            history,
            configuration.channel(),
            UUID.randomUUID().toString(),
            new SecureRandom(),
            promises::get);
    Thread look = Thread.ofVirtual().name("store").start(() -> look(database));
    DurableConversations conversations =
        new DurableConversations(
            store,
            promises,
            responder,
            configuration.maxConcurrentTurns(),
            sorry(configuration),
            new CarriedFiles(store.attachments(), attachments),
            executor,
            ticks,
            random,
            metrics);
    conversations.settleAfter(idle(history));
    return new Keeping(conversations, store, configuration.type() == Type.InApp, look);
  }

  /** What a customer reads whom nobody could answer. */
  static String sorry(ConnectorConfiguration configuration) {
    return configuration.sorry() == null ? SORRY : configuration.sorry();
  }

  private static Optional<Duration> idle(History history) {
    return Optional.ofNullable(history.resolveAfterIdleMillis()).map(Duration::ofMillis);
  }

  /** From now on messages are kept as this says. */
  void configure(History newest) {
    store.retention().keepFor(newest.retentionDays());
    store.people().linkBy(newest.identityKeys());
    conversations.settleAfter(idle(newest));
  }

  ConnectorStatus.History status() {
    ConnectorStatus.History found = store.store().status();
    if (!found.state().keeps() || found.message() != null || store.people().hasKey()) {
      return found;
    }
    return store.people().lacksKey()
        ? new ConnectorStatus.History(found.state(), NOBODY_IS_RECOGNISED)
        : byAccount ? new ConnectorStatus.History(found.state(), DEVICES_ARE_APART) : found;
  }

  /** Why nothing was ever kept here, empty once something could be. */
  Optional<String> obstacle() {
    return store.store().opened()
        ? Optional.empty()
        : Optional.of("the history cannot be kept: " + status().message());
  }

  void close() {
    conversations.close();
    look.interrupt();
    store.store().close();
  }

  private static void look(Store database) {
    try {
      while (true) {
        database.look();
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
