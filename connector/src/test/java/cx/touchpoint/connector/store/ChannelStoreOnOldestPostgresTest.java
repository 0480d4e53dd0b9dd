package cx.touchpoint.connector.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on the oldest PostgreSQL that is promised to work. */
class ChannelStoreOnOldestPostgresTest extends ChannelStoreTest {

  private static @Nullable PostgresServer oldest;

  @BeforeAll
  static void start() {
    oldest = OtherPostgres.OLDEST.start();
  }

  @AfterAll
  static void end() {
    if (oldest != null) {
      oldest.close();
    }
  }

  @Override
  PostgresServer server() {
    return Objects.requireNonNull(oldest, "started before the first test");
  }
}
