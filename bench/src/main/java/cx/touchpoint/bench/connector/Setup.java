package cx.touchpoint.bench.connector;

import com.fasterxml.jackson.databind.json.JsonMapper;
import cx.touchpoint.api.connector.ConnectorConfiguration;
import cx.touchpoint.api.connector.ConnectorConfiguration.History;
import cx.touchpoint.api.connector.ConnectorConfiguration.Responder;
import cx.touchpoint.api.connector.ConnectorConfiguration.Type;
import cx.touchpoint.api.connector.ConnectorConfiguration.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connector finds mounted: a Webhook channel that checks signatures and echoes, with the
 * operator's defaults.
 *
 * @param directory of it all, removed at the end
 * @param key senders sign with
 */
record Setup(Path directory, byte[] key) implements AutoCloseable {

  /** The container's memory limit where a class sets none; the image's flags refer to it. */
  private static final String LIMIT = "-XX:MaxRAM=256m";

  private static final int TURNS = 20;
  private static final int KEY_BYTES = 32;
  private static final int RETENTION_DAYS = 90;

  static Setup create() throws IOException {
    return create(null);
  }

  /**
   * The same, and messages are kept.
   *
   * @param database in the form of a Secret's {@code uri}; null where they are not
   */
  static Setup create(@Nullable String database) throws IOException {
    Path directory = Files.createTempDirectory("touchpoint-bench");
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    var configuration =
        new ConnectorConfiguration(
            "1",
            "bench",
            Type.Webhook,
            null,
            new Webhook(Webhook.Authentication.Hmac, List.of(), null),
            null,
            new Responder(Responder.Kind.Echo, null),
            TURNS,
            List.of(),
            null,
            database == null ? null : new History("customers", "bench", "bench", RETENTION_DAYS),
            null);
    if (database != null) {
      Files.writeString(directory.resolve("uri"), database);
    }
    new JsonMapper().writeValue(directory.resolve("connector.json").toFile(), configuration);
    Files.writeString(
        directory.resolve("hmacKey"), "whsec_" + Base64.getEncoder().encodeToString(key));
    return new Setup(directory, key);
  }

  String flags() {
    return LIMIT + " " + System.getProperty("touchpoint.connector.flags");
  }

  List<String> arguments() {
    return List.of(
        "--config=" + directory,
        "--credentials=" + directory,
        "--history=" + directory,
        "--host=127.0.0.1",
        "--port=0",
        "--management-port=0",
        "--records-port=0",
        "--drain=1");
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
