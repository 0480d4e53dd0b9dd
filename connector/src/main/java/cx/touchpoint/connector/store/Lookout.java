package cx.touchpoint.connector.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one lasting connection of a replica. By it the replica hears of answers that others gave
 * (LISTEN), and one of a channel's replicas is chosen to do what only one should (an advisory lock,
 * which goes with the connection).
 */
public final class Lookout {

  private static final Logger log = LoggerFactory.getLogger(Lookout.class);
  private static final int LISTEN_MILLIS = 500;
  private static final long PAUSE_MILLIS = 1_000;

  private final Store store;
  private final String bell;
  private final long lock;
  private final String replica;
  private final Batches<Ring, Boolean> rings;
  private volatile boolean chosen;

  Lookout(Store store, String schema, String channel, String replica) {
    this.store = store;
    this.replica = replica;
    this.rings = new Batches<>(store, 1, it -> it, this::ring);
    byte[] digest = digest(schema + '\n' + channel);
    this.bell = "touchpoint_" + HexFormat.of().formatHex(digest, 0, 16);
    this.lock = ByteBuffer.wrap(digest).getLong();
  }

  /** Tells the other replicas of the channel that there is something about a conversation. */
  public void ring(String conversation, Bell why) throws StoreFailure {
    rings.ask(new Ring(conversation, why));
  }

  private record Ring(String conversation, Bell why) {}

  private List<Boolean> ring(Connection connection, List<Ring> all) throws SQLException {
    return Asked.rows(
        connection,
        Sql.RING,
        _ -> true,
        bell,
        all.stream()
            .map(it -> replica + it.why().word() + ' ' + it.conversation())
            .toArray(String[]::new));
  }

  /** Whether this replica is the one to do what only one should. */
  public boolean isChosen() {
    return chosen;
  }

  /**
   * Listens until its thread is interrupted.
   *
   * @param rung told of each conversation about which another replica rang, and why
   * @param deaf told when it may have missed something
   */
  public void run(BiConsumer<String, Bell> rung, Runnable deaf) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = store.own()) {
        listen(connection, rung, deaf);
      } catch (StoreFailure | SQLException e) {
        log.debug("The connection that listens ended", e);
      } finally {
        chosen = false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void listen(Connection connection, BiConsumer<String, Bell> rung, Runnable deaf)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + bell);
    }
    deaf.run();
    PGConnection listening = connection.unwrap(PGConnection.class);
    while (!Thread.currentThread().isInterrupted() && store.isCurrent(connection)) {
      if (!chosen) {
        chosen = Asked.row(connection, Sql.LOCK, row -> row.getBoolean(1), lock).orElse(false);
      }
      @Nullable PGNotification[] heard = listening.getNotifications(LISTEN_MILLIS);
      for (PGNotification notification : heard == null ? new PGNotification[0] : heard) {
        if (notification != null) {
          hear(notification.getParameter(), rung);
        }
      }
      // Nothing is heard of a connection that is dead; asking tells.
      if (heard == null || heard.length == 0) {
        Asked.rows(connection, "SELECT 1", _ -> true);
      }
    }
  }

  // A replica knows what it said itself.
  private void hear(String told, BiConsumer<String, Bell> rung) {
    int end = told.indexOf(' ');
    if (end <= 0) {
      return;
    }
    String who = told.substring(0, end);
    int slash = who.indexOf('/');
    Bell why = slash < 0 ? Bell.ANSWERS : Bell.of(who.substring(slash));
    if (!(slash < 0 ? who : who.substring(0, slash)).equals(replica)) {
      rung.accept(told.substring(end + 1), why);
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
