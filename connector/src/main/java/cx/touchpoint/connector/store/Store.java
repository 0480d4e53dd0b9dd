package cx.touchpoint.connector.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorConfiguration.IdentityKey;
import cx.touchpoint.api.connector.ConnectorStatus;
import cx.touchpoint.api.connector.ConnectorStatus.History.State;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one history: opens it when it can be opened, brings its schema up to date, and
 * says what is true of it. Safe for many threads, which may block.
 */
public final class Store implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  /** Connections of one replica; PostgreSQL admits a hundred over all by default. */
  private static final int CONNECTIONS = 8;

  /** Who would wait behind so many gets an answer sooner by asking again. */
  private static final int MOST_WAITING = 256;

  private static final int OLDEST_VERSION = 140_000;
  private static final long WAIT_MILLIS = 2_000;

  private final DatabaseSecret secret;
  private final IdentityHashes hashes;
  private final String schema;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private volatile @Nullable Opened opened;
  private volatile @Nullable StoreFailure failure;
  private volatile ConnectorStatus.History status =
      new ConnectorStatus.History(State.Unreachable, "Nobody has looked for the database yet.");

  /**
   * @param secret directory in which the Secret is mounted
   */
  public Store(Path secret, History history) {
    this.secret = new DatabaseSecret(secret);
    this.hashes = new IdentityHashes(secret);
    this.schema = Schema.nameOf(history.tenant());
  }

  /** Who is told apart by names that are hashed with the key of this store's Secret. */
  People people(List<IdentityKey> keys, SecureRandom random) {
    return new People(hashes, keys, random);
  }

  /** Something to read or write in one connection. */
  public interface Question<T> {
    /** Asks it; a failure rolls back what was begun. */
    T ask(Connection connection) throws SQLException;
  }

  /**
   * Asks the database.
   *
   * @throws StoreFailure when it gives no answer, or more wait for one than it can serve soon
   */
  public <T> T ask(Question<T> question) throws StoreFailure {
    Opened now = opened;
    if (now == null) {
      throw new StoreFailure(status.state(), String.valueOf(status.message()));
    }
    if (!waiting.tryAcquire()) {
      throw StoreFailure.busy();
    }
    try (Connection connection = now.pool().getConnection()) {
      return question.ask(connection);
    } catch (SQLException e) {
      StoreFailure problem = StoreFailure.of(e);
      throw problem.isBusy() || problem.isAboutQuestion() ? problem : noted(problem);
    } finally {
      waiting.release();
    }
  }

  /** A connection outside of the pool, for what lasts; its owner closes it. */
  Connection own() throws StoreFailure {
    Opened now = opened;
    if (now == null) {
      throw new StoreFailure(status.state(), String.valueOf(status.message()));
    }
    try {
      Connection connection =
          DriverManager.getConnection(now.database().url(), now.database().properties());
      connection.setSchema(schema);
      return connection;
    } catch (SQLException e) {
      throw StoreFailure.of(e);
    }
  }

  /** What is true of the database, as it was found last. */
  public ConnectorStatus.History status() {
    return status;
  }

  /** Whether a connection leads to the database that the Secret names now. */
  boolean isCurrent(Connection connection) throws SQLException {
    Opened now = opened;
    return now != null && now.database().url().equals(connection.getMetaData().getURL());
  }

  /** Whether it was reached since the start. */
  public boolean opened() {
    return opened != null;
  }

  /** Opens the database, or looks whether it is as it was; to be called every few seconds. */
  public synchronized void look() {
    try {
      Database database = secret.read();
      Opened former = opened;
      if (former == null || !former.database().equals(database)) {
        opened = open(database);
        if (former != null) {
          former.pool().close();
        }
      }
      say(found());
    } catch (StoreFailure e) {
      say(new ConnectorStatus.History(e.state(), e.getMessage()));
    }
  }

  private Opened open(Database database) throws StoreFailure {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(database.url());
    config.setDataSourceProperties(database.properties());
    config.setSchema(schema);
    // Each statement has its indexes. A plan that was made while a table was small would read all
    // of
    // it again and again when it has grown, until somebody counts anew.
    config.setConnectionInitSql("SET enable_seqscan = off");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setInitializationFailTimeout(-1);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      try (Connection connection = pool.getConnection()) {
        ConnectorStatus.History found = read(connection);
        if (!found.state().keeps()) {
          throw new StoreFailure(found.state(), String.valueOf(found.message()));
        }
      } catch (SQLException e) {
        throw StoreFailure.of(e);
      }
      Schema.bringUpToDate(pool, schema);
      log.info("Messages are kept in {}, schema {}", database, schema);
      return new Opened(database, pool);
    } catch (StoreFailure e) {
      pool.close();
      throw e;
    }
  }

  private ConnectorStatus.History found() throws StoreFailure {
    StoreFailure last = failure;
    ConnectorStatus.History found =
        ask(
            connection -> {
              ConnectorStatus.History state = read(connection);
              if (last != null) {
                try (Statement statement = connection.createStatement()) {
                  statement.executeUpdate(Sql.PULSE);
                }
              }
              return state;
            });
    failure = null;
    return found;
  }

  private static ConnectorStatus.History read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Sql.LOOK)) {
      row.next();
      int version = row.getInt("version");
      if (version < OLDEST_VERSION) {
        return new ConnectorStatus.History(
            State.TooOld,
            "The database is PostgreSQL %d. Messages are kept in 14 or newer."
                .formatted(version / 10_000));
      }
      if (row.getBoolean("standby")) {
        return new ConnectorStatus.History(
            State.Failing, "The database is a standby and only reads. Name the primary.");
      }
      boolean synced = !row.getString("commit").equals("off") && row.getString("sync").equals("on");
      return synced
          ? new ConnectorStatus.History(State.Durable, null)
          : new ConnectorStatus.History(
              State.AcknowledgedBeforeSync,
              "The database says yes before a message is on disk (synchronous_commit or fsync is off). Turn both on.");
    }
  }

  private StoreFailure noted(StoreFailure e) {
    failure = e;
    say(new ConnectorStatus.History(e.state(), e.getMessage()));
    return e;
  }

  private void say(ConnectorStatus.History newest) {
    if (!newest.equals(status)) {
      status = newest;
      if (newest.state().keeps() && newest.message() == null) {
        log.info("The history is {}", newest.state());
      } else {
        log.warn("The history is {}: {}", newest.state(), newest.message());
      }
    }
  }

  @Override
  public void close() {
    Opened now = opened;
    opened = null;
    if (now != null) {
      now.pool().close();
    }
  }

  private record Opened(Database database, HikariDataSource pool) {}
}
