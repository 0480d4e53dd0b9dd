package cx.touchpoint.connector.store;

import cx.touchpoint.connector.store.Inbox.Incoming;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that is to be kept.
 *
 * @param key tells it from every other of the channel
 * @param promised whether anything is promised about it
 * @param lease for how many milliseconds its turn is to be had, null for not at all
 */
record Keeping(Incoming message, byte[] key, boolean promised, @Nullable Long lease) {

  static Keeping of(Incoming message, boolean promised, Optional<Duration> lease) {
    return new Keeping(
        message,
        MessageKeys.of(message.conversation(), message.id()),
        promised,
        lease.map(Duration::toMillis).orElse(null));
  }

  String conversation() {
    return message.conversation();
  }
}
